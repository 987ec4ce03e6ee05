import { useEffect, useState } from "preact/hooks";
import type { EffectsView } from "../../state/effects.ts";
import { useDeferredWords } from "../i18n/language.ts";

const SHOWN_MS = 10_000;

/** Says that the page has switched an effect off, and what follows. */
export function EffectNotice({ effects }: { effects: EffectsView | null }) {
  const words = useDeferredWords();
  const problem = effects?.problem;
  const [read, setRead] = useState<EffectsView | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRead(effects), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [effects]);
  return (
    <div class="notices speech" role="status">
      {problem && effects !== read && (
        <p class="notice" data-effect={problem}>{words.effects.problem[problem]}</p>
      )}
    </div>
  );
}

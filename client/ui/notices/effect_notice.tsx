import type { EffectsView } from "../../state/effects.ts";
import { useLasting } from "../controls/hooks.ts";
import { useDeferredWords } from "../i18n/language.ts";

const SHOWN_MS = 10_000;

/** Says that the page has switched an effect off, and what follows. */
export function EffectNotice({ effects }: { effects: EffectsView | null }) {
  const words = useDeferredWords();
  const problem = effects?.problem;
  const read = useLasting(effects, SHOWN_MS);
  return problem && !read
    ? <p class="notice" data-effect={problem}>{words.effects.problem[problem]}</p>
    : null;
}

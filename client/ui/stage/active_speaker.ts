import { useEffect, useMemo } from "preact/hooks";
import type { Levels } from "../../state/actions.ts";
import { chooseSpeaker } from "./speaker_choice.ts";

const LISTEN_EVERY_MS = 300;

/** Tells who of `ids` is to be large because of speaking. */
export function ActiveSpeaker(props: {
  levels: Levels;
  ids: readonly string[];
  onSpeaker: (id: string | null) => void;
}) {
  const { levels, ids, onSpeaker } = props;
  const all = ids.join(" ");
  // Whoever comes or goes, the one who is large stays so.
  const choice = useMemo(chooseSpeaker, []);
  useEffect(() => {
    const timer = setInterval(() => {
      const heard = all.split(" ").map((id) => [id, levels.of(id)] as const);
      onSpeaker(choice.hear(new Map(heard), performance.now()));
    }, LISTEN_EVERY_MS);
    return () => clearInterval(timer);
  }, [levels, all, onSpeaker]);
  return null;
}

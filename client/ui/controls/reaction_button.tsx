import { useMedia } from "./hooks.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import type { PanelName } from "./panel_name.ts";

/** Windows whose toolbar has no room for reactions: they are in the panel "more". */
const NARROW = "(max-width: 479px), (max-height: 480px)";

/** True if the reactions are in the panel "more". */
export const isNarrow = (): boolean => matchMedia(NARROW).matches;

/** A smiling face, of the same lines as the other drawings of the toolbar. */
const FACE =
  "M3.500 12a8.500 8.500 0 1 0 17 0a8.500 8.500 0 1 0-17 0M8.300 14.300c.8 1.300 2.100 2 3.700 2s2.900-.7 3.700-2M9 9.500v.01M15 9.500v.01";

/** Opens the reactions. */
export function ReactionButton(props: {
  panel: PanelName | null;
  onPanel: (panel: PanelName) => void;
}) {
  const { panel, onPanel } = props;
  const words = useWords();
  const { together } = useDeferredWords();
  if (useMedia(NARROW)) return null;
  return (
    <button
      type="button"
      class="round"
      data-do="reactions"
      aria-label={together.reactions}
      title={words.withKey(together.reactions, "R")}
      aria-expanded={panel === "reactions"}
      onClick={() => onPanel("reactions")}
    >
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={FACE} />
      </svg>
    </button>
  );
}

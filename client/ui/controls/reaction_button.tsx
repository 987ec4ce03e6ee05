import { useMedia } from "./hooks.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { REACTION_EMOJI } from "./reaction_emoji.ts";
import type { PanelName } from "./panel_name.ts";

/** Windows whose toolbar has no room for reactions: they are in the panel "more". */
const NARROW = "(max-width: 479px), (max-height: 480px)";

/** True if the reactions are in the panel "more". */
export const isNarrow = (): boolean => matchMedia(NARROW).matches;

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
      class="round glyph"
      data-do="reactions"
      aria-label={together.reactions}
      title={words.withKey(together.reactions, "R")}
      aria-expanded={panel === "reactions"}
      onClick={() => onPanel("reactions")}
    >
      <span aria-hidden="true">{REACTION_EMOJI.surprise}</span>
    </button>
  );
}

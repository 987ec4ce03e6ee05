import { REACTION_KINDS, type Reactions } from "../../state/interaction.ts";
import { REACTION_EMOJI } from "../controls/reaction_emoji.ts";
import { useDeferredWords } from "../i18n/language.ts";

/** Six reactions to press. */
export function ReactionRow(props: { reactions: Reactions | null; onDone?: () => void }) {
  const { reactions, onDone } = props;
  const { together } = useDeferredWords();
  return (
    <div class="reaction-row" role="group" aria-label={together.reactions}>
      {REACTION_KINDS.map((kind, at) => (
        <button
          type="button"
          key={kind}
          class="round glyph"
          data-do={`react-${kind}`}
          {...(at === 0 ? { "data-first": "" } : {})}
          aria-label={together.reaction[kind]}
          title={together.reaction[kind]}
          onClick={() => {
            reactions?.react(kind);
            onDone?.();
          }}
        >
          <span aria-hidden="true">{REACTION_EMOJI[kind]}</span>
        </button>
      ))}
    </div>
  );
}

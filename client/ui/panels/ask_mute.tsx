import type { MuteRequests } from "../../state/interaction.ts";
import type { Participant } from "../../state/person.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** Asks one person to mute, while they are heard. */
export function AskMute(props: { person: Participant | undefined; requests: MuteRequests | null }) {
  const { person, requests } = props;
  const { together } = useDeferredWords();
  if (!person || !requests) return null;
  const { id, about } = person;
  const isAsked = requests.asked.includes(id);
  return (
    <div role="status">
      {isAsked && <p class="hint" data-asked="">{together.askedToMute}</p>}
      {about.mic && !isAsked && (
        <TextButton
          does="ask-mute"
          icon="mic-off"
          label={together.askToMute}
          look="quiet"
          onPress={() => requests.ask(id)}
        />
      )}
    </div>
  );
}

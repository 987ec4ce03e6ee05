import { useEffect, useState } from "preact/hooks";
import type { CallActions } from "../../state/actions.ts";
import type { Room, RoomState } from "../../state/call_state.ts";
import type { Participant } from "../../state/person.ts";
import { TextButton } from "../controls/button.tsx";
import { Icon } from "../controls/icons.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Says what is encrypted, from whom, what is not, and how to make sure who is there. */
export function Encryption(props: { room: Room; state: RoomState; actions: CallActions }) {
  const { room, state, actions } = props;
  const more = useDeferredWords();
  const [between = "", link = "", trust = ""] = more.safetyText;
  return (
    <div class="prose">
      <p>{between}</p>
      <p>{room.open ? more.safetyOpen : link}</p>
      <p>{trust}</p>
      {state.participants.length > 0 && (
        <>
          <h3>{more.compare}</h3>
          <p>{more.compareHint}</p>
          <ul class="codes">
            {state.participants.map((person) => (
              <Code key={person.id} person={person} actions={actions} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Code({ person, actions }: { person: Participant; actions: CallActions }) {
  const { id, about, verified } = person;
  const words = useWords();
  const more = useDeferredWords();
  const [code, setCode] = useState<readonly number[] | null>(null);
  useEffect(() => {
    let over = false;
    void actions.sasOf(id).then((found) => over || setCode(found));
    return () => {
      over = true;
    };
  }, [person]);
  return (
    <li data-code={id}>
      <bdi class="name">{about.name || words.guest}</bdi>
      <output dir="ltr">{code ? code.join(" ") : more.noCode}</output>
      {verified && (
        <p class="verified">
          <Icon name="check" />
          {words.verified}
        </p>
      )}
      {code && !verified && (
        <TextButton
          does="matches"
          label={more.matches}
          look="quiet"
          onPress={() => actions.verify(id)}
        />
      )}
    </li>
  );
}

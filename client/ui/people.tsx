import type { CallState } from "../call/state.ts";
import { hue, initials } from "./face.ts";
import { Icon } from "./icons.tsx";
import { useWords } from "./language.ts";

/** Who is in the call, and how they are. */
export function People({ state: { me, participants } }: { state: CallState }) {
  const words = useWords();
  return (
    <ul class="people">
      <Person
        id={me.id}
        name={me.name}
        note={words.you}
        muted={me.mic.is !== "on"}
        hand={me.hand}
      />
      {participants.map(({ id, about, connection }) => (
        <Person
          key={id}
          id={id}
          name={about.name}
          note={connection === "connected" ? "" : words.connection[connection]}
          muted={!about.mic}
          hand={about.hand}
        />
      ))}
    </ul>
  );
}

function Person(props: { id: string; name: string; note: string; muted: boolean; hand: boolean }) {
  const { id, name, note, muted, hand } = props;
  const words = useWords();
  const shown = name || words.guest;
  return (
    <li>
      <span class="face small" style={{ "--hue": hue(id) }} aria-hidden="true">
        <span>{initials(shown)}</span>
      </span>
      <span class="who">
        <bdi class="name">{shown}</bdi>
        {note && <small>{note}</small>}
      </span>
      {hand && (
        <span class="mark hand" role="img" aria-label={words.handRaised}>
          <Icon name="hand" />
        </span>
      )}
      {muted && (
        <span class="mark muted" role="img" aria-label={words.muted}>
          <Icon name="mic-off" />
        </span>
      )}
    </li>
  );
}

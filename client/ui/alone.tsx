import type { Actions, Room } from "../call/state.ts";
import { Invite } from "./invite.tsx";
import { useWords } from "./language.ts";
import { useMore } from "./more.ts";

/** Nobody else is there: the link, to be sent to somebody. */
export function Alone({ room, actions }: { room: Room; actions: Actions }) {
  const words = useWords();
  const more = useMore();
  return (
    <section class="card" aria-label={words.invite}>
      <h2>{more.alone}</h2>
      <p>{more.aloneHint}</p>
      <Invite room={room} actions={actions} />
    </section>
  );
}

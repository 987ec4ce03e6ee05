import type { RoomActions } from "../../state/actions.ts";
import type { Room, RoomState } from "../../state/call_state.ts";
import { TextButton } from "../controls/button.tsx";
import { WaitingRoom } from "../notices/waiting_room.tsx";
import { Invite } from "../panels/invite.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** Nobody else is there: the link, to be sent to somebody; or the others are elsewhere, or inside. */
export function EmptyCall(props: { state: RoomState; room: Room; actions: RoomActions }) {
  const { state, room, actions } = props;
  const more = useDeferredWords();
  if (state.lock?.side === "outside") return <WaitingRoom state={state} />;
  if (state.move?.is === "without-me") {
    return (
      <section class="card" aria-label={more.leftBehind} data-move={state.move.is}>
        <h2>{more.leftBehind}</h2>
        <p>{more.leftBehindHint}</p>
        <TextButton does="home" label={more.home} look="quiet" onPress={actions.goHome} />
      </section>
    );
  }
  return (
    <section class="card" aria-label={more.invite}>
      <h2>{more.alone}</h2>
      <p>{more.aloneHint}</p>
      <Invite room={room} actions={actions} />
    </section>
  );
}

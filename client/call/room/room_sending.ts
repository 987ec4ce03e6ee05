import type { SendLevels } from "../../state/diagnostics.ts";
import { fitCamera } from "../media/encodings.ts";
import { NO_TRACKS, type Tracks } from "../media/slots.ts";
import type { MemberLife } from "./member.ts";

/** Media of this page to all members of a room, to each at its level. */
export interface RoomSending {
  /** Sends these tracks to each member, to those who come as well. */
  send(tracks: Tracks): void;
  /** Sends each member media at its level, and tells it what is withheld. */
  setLevels(levels: SendLevels): void;
  /** Sends a member that has just come what the others are sent. */
  begin(member: MemberLife): void;
  /** Applies the number of members that have connected, and what a browser has refused before. */
  apply(): void;
}

/** Begins with nothing to send. */
export function openRoomSending(members: () => readonly MemberLife[]): RoomSending {
  let tracks = NO_TRACKS;
  let levels: SendLevels = { sends: {}, gets: {} };
  /** Number of members that have connected: ids that somebody made up cost nobody his picture. */
  const others = () => members().filter(({ setup }) => setup !== null).length;

  function sendTo(some: readonly MemberLife[]): void {
    for (const member of some) {
      const { id } = member.peer;
      const received = levels.gets[id] ?? "full";
      member.send({ tracks, others: others(), level: levels.sends[id] ?? "full" }, received);
    }
  }

  function apply(): void {
    sendTo(members());
    // The camera's size decides how much its picture is scaled down.
    void fitCamera(tracks.camera, others()).then((changed) => changed && sendTo(members()));
  }

  return {
    send(wanted) {
      tracks = wanted;
      apply();
    },
    setLevels(next) {
      levels = next;
      apply();
    },
    begin: (member) => sendTo([member]),
    apply,
  };
}

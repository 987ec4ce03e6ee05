import type { SendLevels } from "../../state/diagnostics.ts";
import type { Caps } from "../media/encodings.ts";
import { fitCamera } from "../media/fit_camera.ts";
import { NO_TRACKS, type Tracks } from "../media/slots.ts";
import { type About, NO_ABOUT } from "../messages/about.ts";
import type { MemberLife } from "./member.ts";

/** Limits of pictures by what is shown at either end; members that are not named have none. */
export interface PictureLimits {
  /** Limits of the pictures to members. */
  readonly caps: Readonly<Record<string, Caps>>;
  /** Pictures of members that are expected to come, as far as this page has asked for some, or for none. */
  readonly expected: Readonly<Record<string, Pick<About, "camera" | "screen">>>;
}

/** Media of this page to all members of a room, to each at its level. */
export interface RoomSending {
  /** Sends these tracks to each member, to those who come as well. */
  send(tracks: Tracks): void;
  /** Tells each member this of the own page, but for what it is not sent. */
  announce(about: About): void;
  /** Sends each member media at its level, and tells it what is withheld. */
  setLevels(levels: SendLevels): void;
  limitPictures(limits: PictureLimits): void;
  /** Sends a member that has just come what the others are sent. */
  begin(member: MemberLife): void;
  /** Applies the number of members that have connected, and what a browser has refused before. */
  apply(): void;
}

const ALL_PICTURES = { camera: true, screen: true };
const NO_PICTURES = { camera: false, screen: false };

/** Begins with nothing to send. */
export function openRoomSending(members: () => readonly MemberLife[]): RoomSending {
  let tracks = NO_TRACKS;
  let about = NO_ABOUT;
  let levels: SendLevels = { sends: {}, gets: {} };
  let pictures: PictureLimits = { caps: {}, expected: {} };
  /** Number of members that have connected: ids that somebody made up cost nobody his picture. */
  const others = () => members().filter(({ setup }) => setup !== null).length;

  function sendTo(some: readonly MemberLife[]): void {
    for (const member of some) {
      const { id } = member.peer;
      const held = levels.gets[id] !== undefined;
      const expected = held ? NO_PICTURES : pictures.expected[id] ?? ALL_PICTURES;
      const [level, caps] = [levels.sends[id] ?? "full", pictures.caps[id]];
      member.send({ tracks, about, others: others(), level, caps }, expected);
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
    announce(told) {
      about = told;
      sendTo(members());
    },
    setLevels(next) {
      levels = next;
      apply();
    },
    limitPictures(limits) {
      pictures = limits;
      apply();
    },
    begin: (member) => sendTo([member]),
    apply,
  };
}

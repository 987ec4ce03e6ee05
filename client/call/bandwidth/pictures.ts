import type { Later } from "../../platform/clock.ts";
import type { ReceptionView } from "../../state/reception.ts";
import type { Connection } from "../connection/connection.ts";
import type { Report } from "../health/selected_path.ts";
import { type Caps, limitsFor } from "../media/encodings.ts";
import type { PictureRequest } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";
import type { PictureLimits } from "../room/room_sending.ts";
import { watchEncoders } from "./encoders.ts";
import { capsFor } from "./picture_caps.ts";
import type { PictureChoice } from "./picture_choice.ts";
import { openPictureRequests, type PictureRequests } from "./picture_requests.ts";
import { openReception } from "./reception.ts";
import { followReloads } from "./reloaded_pages.ts";

/** Options of {@link adaptPictures}. */
export interface PicturesOptions {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly later: Later;
  readonly members: () => readonly Member[];
  readonly choice: PictureChoice;
  /** Applies limits to what is sent, and to what is missed. */
  readonly limitPictures: (limits: PictureLimits) => void;
  /** Shows this to the person. */
  readonly tell: (view: ReceptionView) => void;
  readonly signal: AbortSignal;
}

/** Sends pictures as members show them, and asks members for what this page shows. */
export interface PictureAdapter {
  hear(from: string, request: PictureRequest): void;
  /** Takes the counters of a connection, about once a second. */
  read(id: string, connection: Connection, report: Report): void;
}

const LOOK_MS = 1000;

/** Begins to ask, and to send as was asked. */
export function adaptPictures(options: PicturesOptions): PictureAdapter {
  const { elapsed, later, members, choice, signal } = options;
  const connectedPeers = () =>
    members().filter(({ setup }) => setup !== null).map(({ peer }) => peer);
  const sends = (slot: "camera" | "screen") =>
    connectedPeers().some((peer) => peer.connection()?.slots()?.[slot].sender.track);
  const encoders = watchEncoders(elapsed);
  let applied: Readonly<Record<string, Caps>> = {};
  let told = "";
  const requests = openPictureRequests({ elapsed, later, changed: apply, signal });
  const sessions = followReloads(members, requests.forget);
  const refuses = choice.refuses;
  const reception = openReception({ later, members, refuses, changed: apply, signal });

  later(LOOK_MS, look, signal);
  apply();

  function look(): void {
    sessions.look();
    reception.look();
    encoders.look(members().map(({ peer }) => peer.id));
    apply();
    later(LOOK_MS, look, signal);
  }

  function caps(): Record<string, Caps> {
    const connected = connectedPeers();
    return capsFor({
      receivers: connected.map(({ id }) => {
        return { id, request: requests.of(id), estimate: encoders.estimate(id) };
      }),
      limits: limitsFor(connected.length, "full"),
      isNarrow: encoders.isNarrow(),
      lines: encoders.lines(),
      sends: { camera: sends("camera"), screen: sends("screen") },
    });
  }

  function apply(): void {
    const now = caps();
    const expected = Object.fromEntries(
      members().map(({ peer: { id } }) => [id, {
        camera: reception.expects(id, "camera"),
        screen: reception.expects(id, "screen"),
      }]),
    );
    const view: ReceptionView = {
      refusesAll: choice.refusesAll(),
      refused: choice.refused(),
      ...(sends("camera") ? heldBack(now, requests) : { unseen: {}, heldBack: [] }),
      strained: encoders.isStrained(),
      show: reception.show,
      refuse,
    };
    const text = JSON.stringify([now, expected, view]);
    if (text === told) return;
    told = text;
    applied = now;
    options.limitPictures({ caps: now, expected });
    options.tell(view);
  }

  function refuse(id: string | null, on: boolean): void {
    choice.refuse(id, on);
    reception.look();
    apply();
  }

  return {
    hear(from, request) {
      const peer = members().find(({ peer }) => peer.id === from)?.peer;
      if (!peer) return;
      sessions.heard(peer);
      requests.hear(from, request);
    },
    read: (id, connection, report) => encoders.read(id, connection, report, applied[id]),
  };
}

/** Members that are not sent the camera, and why. */
function heldBack(
  caps: Readonly<Record<string, Caps>>,
  requests: PictureRequests,
): Pick<ReceptionView, "unseen" | "heldBack"> {
  const unseen: Record<string, "chosen" | "hidden"> = {};
  const heldBack: string[] = [];
  for (const [id, { camera, refused }] of Object.entries(caps)) {
    if (refused) unseen[id] = "chosen";
    else if (requests.of(id)?.camera.height === 0) unseen[id] = "hidden";
    else if (camera.height === 0) heldBack.push(id);
  }
  return { unseen, heldBack };
}

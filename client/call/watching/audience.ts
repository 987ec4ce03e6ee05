import { type AudienceMessage, decodeAudience } from "../../../protocol/mod.ts";
import type { AudienceView } from "../../state/audience.ts";
import type { SendLevels } from "../../state/diagnostics.ts";
import type { Member } from "../room/member.ts";
import type { Admission } from "../room/policy.ts";
import { assignViewers } from "./assignment.ts";
import { openServedNames, type ServedNames } from "./served_names.ts";
import {
  openServedViewers,
  type ServedViewers,
  type ServedViewersOptions,
} from "./served_viewers.ts";

/** Options of {@link openAudience}. */
export interface AudienceOptions extends ServedViewersOptions {
  /** Speakers of the call. */
  readonly speakers: () => readonly Member[];
  readonly server: {
    /** The newest socket. */
    socket(): Pick<WebSocket, "addEventListener"> | undefined;
    /** Offers to serve so many; false while the socket is not open. */
    report(message: { readonly type: "client-serve"; readonly viewers: number }): boolean;
  };
  /** True while this machine is short of time for what it sends. */
  readonly isStrained: () => boolean;
  readonly show: (view: AudienceView | null) => void;
}

/** Those who watch the call by way of this page. */
export interface Audience
  extends Pick<ServedViewers, "members" | "setLevels">, Pick<ServedNames, "receive"> {
  /** Takes an envelope, or a call, if it is of somebody who watches; false for others. */
  takes: Admission["rejects"];
}

/** Viewers that one page serves: each costs it an encoder and some 1 Mbit/s. */
const MAX_SERVED = 4;
const LOOK_MS = 1000;

/** Opens the audience of a call: offers to serve, and serves those who are assigned to this page. */
export function openAudience(options: AudienceOptions): Audience {
  const { stay, clock, server, signal } = options;
  const served = openServedViewers(options);
  const names = openServedNames(options.speakers);
  const show = openView(options.show, served, names);
  let roster: AudienceMessage | null = null;
  /** Viewers that are assigned to this page. */
  let mine: readonly string[] = [];
  let heard: ReturnType<AudienceOptions["server"]["socket"]>;
  let offered = -1;
  let isNarrow = false;

  /** Offers anew when that has changed, and after each welcome. */
  function offer(): void {
    // Short of uplink or time it keeps whom it serves, and takes one where all are short.
    const isShort = isNarrow || options.isStrained();
    const viewers = isShort ? Math.min(MAX_SERVED, Math.max(1, served.names().length)) : MAX_SERVED;
    if (viewers !== offered && server.report({ type: "client-serve", viewers })) offered = viewers;
  }

  function hear(frame: unknown): void {
    if (signal.aborted || typeof frame !== "string") return;
    if (frame.startsWith('{"type":"welcome"')) {
      offered = -1;
      offer();
    } else if (frame.startsWith('{"type":"audience"')) {
      const decoded = decodeAudience(frame);
      if (decoded.ok) obey(decoded.message);
    } else if (frame.startsWith('{"type":"client-call"')) {
      // Of a viewer that holds no connection with this page, whatever it looks like from here.
      const caller = mine.find((id) => frame.includes(`"from":"${id}"`));
      if (caller) served.reconnect(caller);
    }
  }

  function obey(message: AudienceMessage): void {
    roster = message;
    const assigned = assignViewers(message);
    mine = message.viewers.filter((viewer) => assigned.get(viewer) === stay.me);
    mine.forEach(served.serve);
    served.keep(mine, message.viewers);
    show(roster);
  }

  function look(): void {
    const socket = server.socket();
    if (socket && socket !== heard) {
      heard = socket;
      offered = -1;
      socket.addEventListener("message", ({ data }) => hear(data), { signal });
    }
    for (const viewer of mine) if (!served.has(viewer)) served.serve(viewer);
    served.look();
    offer();
    show(roster);
    clock.later(LOOK_MS, look, signal);
  }

  signal.addEventListener("abort", () => options.show(null), { once: true });
  look();
  return {
    takes(id, envelope) {
      if (!roster?.viewers.includes(id)) return false;
      if (envelope && !options.rejects(id, envelope)) served.receive(id, envelope);
      return true;
    },
    receive: names.receive,
    members: served.members,
    setLevels(levels: SendLevels) {
      isNarrow = Object.keys(levels.sends).length > 0;
      served.setLevels(levels);
    },
  };
}

/** Shows the audience whenever that has changed, and tells the other members how many are served here. */
function openView(
  tell: AudienceOptions["show"],
  served: ServedViewers,
  names: ServedNames,
): (roster: AudienceMessage | null) => void {
  let shown = "";
  return function show(roster) {
    const own = served.names();
    names.tell(own);
    const all = [...own, ...names.others()];
    // The greater of two numbers: a server that tells of fewer hides nobody who is served.
    const viewers = Math.max(roster?.viewers.length ?? 0, all.length);
    if (!roster && viewers === 0) return;
    const [limit, hands] = [roster?.limit ?? viewers, served.hands()];
    const view = { viewers, limit, each: MAX_SERVED, served: own.length, names: all, hands };
    const text = JSON.stringify(view);
    if (text === shown) return;
    shown = text;
    tell({
      ...view,
      answer(id, invites) {
        served.answer(id, invites);
        show(roster);
      },
    });
  };
}

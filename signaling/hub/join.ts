import { CLOSE } from "../../protocol/mod.ts";
import type { Clock } from "../clock.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Log } from "../log.ts";
import { countReport } from "../metrics/pair_reports.ts";
import type { Meter } from "../metrics/metrics.ts";
import type { Limits } from "../rate_limit.ts";
import type { Presence } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";
import { type Heard, openSession, type Session, type Socket } from "../room/session.ts";
import type { IceSource } from "../turn/credentials.ts";
import type { Arrivals } from "./arrivals.ts";
import type { Delivery } from "./delivery.ts";
import type { Seats } from "./seats.ts";
import type { Endpoints } from "../endpoint/endpoints.ts";

/** Parts of the hub through which a member enters, speaks and leaves. */
export interface JoinOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly ice: IceSource;
  readonly cluster: Cluster | null;
  readonly rooms: Rooms;
  readonly seats: Seats;
  readonly arrivals: Arrivals;
  readonly delivery: Delivery;
  readonly endpoints: Pick<Endpoints, "hear" | "leave">;
  readonly owner: {
    isDraining(): boolean;
    /** Hears of every change of what the hub holds. */
    changed(): void;
  };
}

/** One member in one room, by one socket. */
interface Entry {
  readonly room: string;
  readonly member: string;
  /** It watches, and is no part of the mesh. */
  readonly viewer: boolean;
  readonly session: Session;
}

/** Opens a session for a socket, and seats its member. */
export function joinRoom(
  hub: JoinOptions,
  { room, member, viewer, socket, onEnd }: {
    readonly room: string;
    readonly member: string;
    readonly viewer: boolean;
    readonly socket: Socket;
    readonly onEnd: (() => void) | undefined;
  },
): void {
  const { limits, clock, log, meter, cluster } = hub;
  const session = openSession(socket, {
    limits,
    clock,
    log,
    meter,
    onMessage: (message) => obey(hub, entry, message),
    onAway: (away) => setPresence(hub, entry, away ? "away" : "here"),
    onEnd(keep) {
      hub.endpoints.leave(entry);
      leave(hub, entry, keep);
      hub.owner.changed();
      onEnd?.();
    },
  });
  const entry: Entry = { room, member, viewer, session };
  const isKnown = cluster?.holds(room) ?? true;
  const older = hub.seats.take(room, member, session);
  if (older) hub.delivery.dismiss(older, "replaced", CLOSE.replaced);
  if (isKnown) {
    if (welcome(hub, entry)) cluster?.seat(room, member, viewer);
    return hub.owner.changed();
  }
  cluster?.seat(room, member, viewer);
  hub.arrivals.wait(room, () => {
    if (welcome(hub, entry)) hub.owner.changed();
  });
}

/** Greets a member who still has the seat; false if it may not stay. */
function welcome(hub: JoinOptions, { room, member, viewer, session }: Entry): boolean {
  if (hub.seats.get(room, member) !== session) return false;
  const { now, better } = hub.ice(room, member);
  const greeting = { ...now, beat: hub.limits.beat };
  hub.delivery.apply(room, member, { type: "join", greeting, viewer });
  const close = !hub.rooms.has(room, member)
    ? CLOSE.roomFull
    : hub.owner.isDraining()
    ? CLOSE.restart
    : null;
  if (close !== null) {
    session.close(close);
    return false;
  }
  hub.meter.add("ice", "welcome");
  // No welcome waits for an issuer: ICE servers with a relay follow when there is one.
  better?.then((ice) => ice.iceTtl !== 0 && hub.delivery.sendIce(session, ice, "issuer"));
  return true;
}

function obey(hub: JoinOptions, entry: Entry, message: Heard): void {
  const { room, member, session } = entry;
  switch (message.type) {
    case "client-ice": {
      const { now, better } = hub.ice(room, member);
      if (better) better.then((ice) => hub.delivery.sendIce(session, ice, "request"));
      else hub.delivery.sendIce(session, now, "request");
      return;
    }
    case "client-report":
      return countReport(hub.meter, message);
    case "client-leave":
      hub.cluster?.unseat(room, member);
      return session.close(CLOSE.normal);
    case "client-endpoint":
    case "client-endpoint-answer":
    case "client-endpoint-end":
    case "client-endpoint-refuse":
      return hub.endpoints.hear(entry, message);
    case "client-avoid":
      hub.cluster?.change(room, member, { avoids: message.speaker });
      return hub.delivery.apply(room, member, message);
    case "client-serve": {
      const { viewers, players } = message;
      hub.cluster?.change(room, member, { offer: { viewers, players } });
      return hub.delivery.apply(room, member, message);
    }
    case "client-standing-offer":
    case "client-call":
    case "client-offer":
    case "client-answer":
    case "client-candidate":
      return hub.delivery.apply(room, member, message);
  }
}

/** The session is over; its seat is kept for so many seconds, or given up. */
function leave(hub: JoinOptions, entry: Entry, keep: number): void {
  const { room, member, session } = entry;
  // A session that was replaced has lost its seat already: no member is to see a leave.
  if (!hub.seats.end(room, member, session)) return;
  if (keep <= 0 || hub.owner.isDraining()) return giveUp(hub, entry);
  hub.seats.keep(room, member, keep, () => giveUp(hub, entry));
  // No page is left that could take an answer to it.
  hub.delivery.apply(room, member, { type: "client-standing-offer" });
  setPresence(hub, entry, "away");
}

function giveUp(hub: JoinOptions, { room, member }: Entry): void {
  hub.seats.free(room, member);
  // A member that loses this server is about to come back by another: no member sees a leave.
  if (hub.owner.isDraining()) return void hub.rooms.apply(room, member, { type: "client-leave" });
  hub.delivery.apply(room, member, { type: "client-leave" });
  hub.cluster?.unseat(room, member);
}

/** One of our own falls silent, or is heard again. */
function setPresence(hub: JoinOptions, { room, member }: Entry, presence: Presence): void {
  hub.delivery.apply(room, member, { type: presence === "here" ? "client-call" : "away" });
  hub.cluster?.change(room, member, { presence });
}

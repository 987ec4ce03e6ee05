import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../clock.ts";
import { changed, fitting, type Seat, type SeatChange, takenSeat } from "../room/seat.ts";
import { GONE_S, type Holder, isSilent, type Member, membersOf, SILENT_S } from "./membership.ts";
import type { Forwarded, SeatsNotice, YieldNotice } from "./notices.ts";
import { readNotice, writeNotice } from "./notices.ts";

/** Members of the rooms that this isolate holds a member of, at whichever isolate they sit. */
export interface Cluster {
  open(events: ClusterEvents): void;
  /** True if all members of the room are known here. */
  holds(room: string): boolean;
  seat(room: string, member: string, viewer?: boolean): void;
  unseat(room: string, member: string): void;
  /** Changes what a seat says of its member. */
  change(room: string, member: string, change: SeatChange): void;
  /** Passes it on to where the member sits. */
  mail(room: string, to: string, message: Forwarded): void;
}

/** Reports of what other isolates do, as this one's rooms see it. */
export interface ClusterEvents {
  /**
   * A member at another isolate has come, is away or here again, or has left: null. With `before`
   * it is where it was, and its seat may say something else.
   */
  changed(room: string, member: string, seat: Seat | null, before?: Seat): void;
  /** A member of ours has come in elsewhere, or was the last of too many that came at once. */
  yielded(room: string, member: string, why: "replaced" | "full"): void;
  mail(room: string, to: string, message: Forwarded): void;
}

/** Options of a cluster. */
export interface ClusterOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  /** Viewers of one room. */
  readonly maxViewers: number;
  /** Counts an invalid notice, an old one, and mail of a member that does not sit at its sender. */
  readonly refused: (why: "notice" | "replayed" | "stranger") => void;
  readonly signal: AbortSignal;
}

/** Most seconds between two announcements of a room: three in the time after which we are silent. */
const [SHARED_S, ALONE_S] = [5, 60];
/** Age of what the sender has heard of us beyond which its notice is taken for a recording. */
const FRESH_MS = GONE_S * 1000;
/** Rooms that are announced in a second. */
const ROOMS_PER_SECOND = 1000;
/** Seconds until a replaced seat is told to be free: the new one is to be known before. */
const HANDOVER_S = 2;

/** One room as it is known here. */
interface SharedRoom {
  readonly id: string;
  /** Isolates that hold it: this one, and those that were heard. */
  readonly own: Holder;
  readonly holders: Map<string, Holder>;
  members: ReadonlyMap<string, Member>;
  /** Seconds until it is announced. */
  wait: number;
}

interface State extends ClusterOptions {
  readonly rooms: Map<string, SharedRoom>;
  events: ClusterEvents | null;
}

/** Keeps the members of the rooms equal with those of the other isolates on the bus. */
export function openCluster({ bus, clock, maxViewers, refused, signal }: ClusterOptions): Cluster {
  const rooms = new Map<string, SharedRoom>();
  const state: State = { bus, clock, maxViewers, refused, signal, rooms, events: null };

  function update(room: string, change: (seats: readonly Seat[]) => readonly Seat[]): void {
    const shared = rooms.get(room);
    if (!shared) return;
    const before = shared.own.seats;
    const seats = change(before);
    if (seats.length === before.length && seats.every((one, at) => one === before[at])) return;
    shared.own.seats = seats;
    refresh(state, shared);
    announce(state, shared);
  }

  return {
    open(events) {
      state.events = events;
      bus.listen({
        heard: (from, text) => hear(state, from, text),
        restored: () => rooms.forEach((shared) => shared.wait = 0),
      });
      tick(state);
    },
    holds: (room) => isHeld(rooms.get(room)),
    seat(room, id, viewer = false) {
      const known = rooms.get(room);
      // A room whose last seat is just being given up is asked for anew.
      const { own } = known && isHeld(known) ? known : openRoom(state, room);
      const seat = takenSeat(id, next(state, own), viewer);
      update(room, (seats) => [...seats.filter((one) => one.id !== id), seat]);
    },
    unseat: (room, id) => update(room, (seats) => seats.filter((one) => one.id !== id)),
    change: (room, id, change) =>
      update(room, (seats) => seats.map((one) => one.id === id ? changed(one, change) : one)),
    mail(room, to, message) {
      const holder = rooms.get(room)?.members.get(to)?.holder;
      if (!holder) return;
      const { node, version: heard } = holder;
      bus.mail(node, writeNotice({ type: "mail", room, heard, to, message }));
    },
  };
}

const isHeld = (shared: SharedRoom | undefined) => (shared?.own.seats.length ?? 0) > 0;
const openHolder = (node: string) => ({ node, version: 0, seats: [], ahead: 0, untold: 0 });

function openRoom({ bus, rooms }: State, id: string): SharedRoom {
  const own: Holder = openHolder(bus.node);
  const shared = { id, own, holders: new Map([[own.node, own]]), members: new Map(), wait: 0 };
  rooms.set(id, shared);
  bus.follow(id);
  return shared;
}

/** Number of our next notice or seat: ms of our clock, which others send back, so that age shows. */
const next = ({ clock }: State, own: Holder): number =>
  own.version = Math.max(own.version + 1, Math.round(clock.elapsed()));

/** Tells the others who sits here, and forgets the room when nobody does. */
function announce(state: State, shared: SharedRoom): void {
  const { id: room, own, holders } = shared;
  const [version, { seats }] = [next(state, own), own];
  const heard = [...holders.values()].map(({ node, version }) => ({ node, version }));
  state.bus.announce(room, writeNotice({ type: "seats", room, version, seats, heard }));
  const [oldest] = seats;
  if (oldest) {
    // Again after a second; then each pause is longer than the one before.
    const pause = Math.max(1, (version - oldest.number) / 500);
    shared.wait = Math.min(pause, holders.size > 1 ? SHARED_S : ALONE_S);
  } else {
    state.rooms.delete(room);
    state.bus.unfollow(room);
  }
}

/** Reports how a room differs from what it was, and settles what follows. */
function refresh(state: State, shared: SharedRoom): void {
  const { id: room, own, holders, members: before } = shared;
  for (const { node, untold } of holders.values()) if (untold >= GONE_S) holders.delete(node);
  const members = membersOf(holders.values());
  shared.members = members;
  if (!isHeld(shared)) return;
  for (const id of before.keys()) if (!members.has(id)) state.events?.changed(room, id, null);
  for (const [id, { holder, seat, presence }] of members) {
    if (holder === own) continue;
    const was = before.get(id);
    const isThere = was?.holder.node === holder.node && was.seat.number === seat.number &&
      was.presence === presence;
    state.events?.changed(room, id, { ...seat, presence }, isThere ? was.seat : undefined);
  }
  settle(state, shared);
}

/** Of those that hold a room, the isolate with the smallest name settles what two cannot. */
function settle(state: State, shared: SharedRoom): void {
  const { id: room, own, holders, members } = shared;
  const speaking = [...holders.values()].filter((one) => !isSilent(one) && one.seats.length > 0);
  if (speaking.some(({ node }) => node < own.node)) return;
  const sorted = [...members.values()].sort((a, b) => a.since - b.since);
  const oldest = fitting(sorted.map(({ seat }) => seat), state.maxViewers);
  for (const holder of speaking) {
    for (const seat of holder.seats) {
      if (oldest.includes(seat)) continue;
      const why = members.get(seat.id)?.seat === seat ? "full" : "replaced";
      const notice = { type: "yield", room, number: seat.number, why } as const;
      if (holder === own) yieldSeat(state, shared, notice);
      else state.bus.mail(holder.node, writeNotice(notice));
    }
  }
}

function yieldSeat(state: State, shared: SharedRoom, { number, why }: YieldNotice): void {
  const { id: room, own } = shared;
  const seat = own.seats.find((one) => one.number === number);
  if (!seat) return;
  if (why === "replaced") {
    own.seats = own.seats.filter((one) => one !== seat);
    refresh(state, shared);
    shared.wait = Math.min(shared.wait, HANDOVER_S);
  }
  state.events?.yielded(room, seat.id, why);
}

function hear(state: State, from: string, text: string): void {
  const { rooms, events, clock, refused } = state;
  const decoded = readNotice(text);
  if (!decoded.ok) return refused("notice");
  const notice = decoded.message;
  const shared = rooms.get(notice.room);
  if (!shared) return;
  if (notice.type === "seats") return hearSeats(state, shared, from, notice);
  if (notice.type === "yield") return yieldSeat(state, shared, notice);
  const { room, heard, to, message } = notice;
  if (heard <= clock.elapsed() - FRESH_MS) return refused("replayed");
  const sits = shared.holders.get(from)?.seats.some(({ id }) => id === message.from);
  return sits ? events?.mail(room, to, message) : refused("stranger");
}

/** Believes who has just heard of us; answers who has not. */
function hearSeats(state: State, shared: SharedRoom, node: string, notice: SeatsNotice): void {
  const { own, holders } = shared;
  const { version, seats } = notice;
  const [known, now] = [holders.get(node), state.clock.elapsed()];
  if (known && known.version >= version) return;
  const heard = notice.heard.find((one) => one.node === own.node)?.version;
  const isFresh = heard !== undefined && heard > now - FRESH_MS;
  const told = isFresh ? { seats, ahead: now - version, untold: 0 } : {};
  holders.set(node, { ...openHolder(node), ...known, version, ...told });
  refresh(state, shared);
  if (!known || heard === undefined) announce(state, shared);
  else if (!isFresh) shared.wait = Math.min(shared.wait, 1);
}

function tick(state: State): void {
  const { clock, rooms, signal } = state;
  // First of all: an exception below must not end the ticks.
  clock.later(1000, () => tick(state), signal);
  let left = ROOMS_PER_SECOND;
  for (const shared of rooms.values()) {
    // Counted, not timed: neither a jump of the clock nor a stall of this process ages the others.
    for (const holder of shared.holders.values()) {
      if (holder === shared.own) continue;
      if ([SILENT_S, GONE_S].includes(++holder.untold)) refresh(state, shared);
    }
    if (--shared.wait <= 0 && left-- > 0) announce(state, shared);
  }
}

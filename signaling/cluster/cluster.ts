import { MAX_MEMBERS } from "../../protocol/mod.ts";
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../clock.ts";
import type { Presence } from "../room/room.ts";
import {
  byAge,
  GONE_S,
  type Holder,
  isSilent,
  type Member,
  membersOf,
  type Seat,
  SILENT_S,
} from "./membership.ts";
import { type Forwarded, readNotice, type SeatsNotice, writeNotice } from "./notices.ts";

/** Members of the rooms that this isolate holds a member of, at whichever isolate they sit. */
export interface Cluster {
  open(events: ClusterEvents): void;
  /** True if all members of the room are known here. */
  holds(room: string): boolean;
  seat(room: string, member: string): void;
  unseat(room: string, member: string): void;
  setPresence(room: string, member: string, presence: Presence): void;
  /** Passes it on to where the member sits. */
  mail(room: string, to: string, message: Forwarded): void;
  close(): void;
}

/** Reports of what other isolates do, as this one's rooms see it. */
export interface ClusterEvents {
  /** A member at another isolate has come, is away or here again, or has left: null. */
  changed(room: string, member: string, presence: Presence | null): void;
  /** A member of ours has come in elsewhere, or was the last of too many that came at once. */
  yielded(room: string, member: string, why: "replaced" | "full"): void;
  mail(room: string, to: string, message: Forwarded): void;
}

/** Options of a cluster; `topic` names a room on the bus without a text that a page chose. */
export interface ClusterOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly topic: (room: string) => string;
  /** Counts an invalid notice, an old one, and mail of a member that does not sit at its sender. */
  readonly refused: (why: "notice" | "replayed" | "stranger") => void;
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
  own: readonly Seat[];
  /** Other isolates that were heard of it. */
  readonly others: Map<string, Holder>;
  members: ReadonlyMap<string, Member>;
  /** Seconds until it is announced, and the pause before that. */
  wait: number;
  pause: number;
}

interface State extends ClusterOptions {
  readonly rooms: Map<string, SharedRoom>;
  readonly signal: AbortSignal;
  events: ClusterEvents | null;
  /** Of the newest notice or seat: ms of our clock, which others send back, so that age shows. */
  version: number;
}

/** Keeps the members of the rooms equal with those of the other isolates on the bus. */
export function openCluster(options: ClusterOptions): Cluster {
  const { bus, clock, topic, refused } = options;
  const life = new AbortController();
  const rooms = new Map<string, SharedRoom>();
  const { signal } = life;
  const state: State = { bus, clock, topic, refused, rooms, signal, events: null, version: 0 };

  function update(room: string, change: (seats: readonly Seat[]) => readonly Seat[]): void {
    const shared = rooms.get(room);
    if (!shared) return;
    const seats = change(shared.own);
    const isSame = seats.length === shared.own.length;
    if (isSame && seats.every((one, at) => one === shared.own[at])) return;
    shared.own = seats;
    refresh(state, shared);
    announce(state, shared);
  }

  return {
    open(owner) {
      state.events = owner;
      bus.listen({
        heard: (from, text) => hear(state, from, text),
        restored() {
          for (const shared of rooms.values()) shared.wait = 0;
        },
      });
      tick(state);
    },
    holds: (room) => isHeld(rooms.get(room)),
    seat(room, member) {
      // A room whose last seat is just being given up is asked for anew.
      if (!isHeld(rooms.get(room))) {
        const unknown = { own: [], others: new Map(), members: new Map() };
        rooms.set(room, { id: room, ...unknown, wait: 0, pause: 0.5 });
        bus.follow(topic(room));
      }
      const seat = { id: member, number: next(state), since: clock.elapsed(), away: false };
      update(room, (seats) => [...seats.filter(({ id }) => id !== member), seat]);
    },
    unseat: (room, member) => update(room, (seats) => seats.filter(({ id }) => id !== member)),
    setPresence(room, member, presence) {
      const away = presence === "away";
      const isOther = (one: Seat) => one.id === member && one.away !== away;
      update(room, (seats) => seats.map((one) => isOther(one) ? { ...one, away } : one));
    },
    mail(room, to, message) {
      const shared = rooms.get(room);
      const holder = shared?.others.get(shared.members.get(to)?.node ?? "");
      if (!holder) return;
      const { node, version: heard } = holder;
      bus.mail(node, writeNotice({ type: "mail", room, heard, to, message }));
    },
    close: () => life.abort(),
  };
}

const isHeld = (shared: SharedRoom | undefined) => (shared?.own.length ?? 0) > 0;

const next = (state: State): number =>
  state.version = Math.max(state.version + 1, Math.round(state.clock.elapsed()));

/** All who hold a room, this isolate among them. */
const holdersOf = ({ bus }: State, { own, others }: SharedRoom): readonly Holder[] => [
  { node: bus.node, version: 0, seats: own, untold: 0 },
  ...others.values(),
];

/** Tells the others who sits here, and forgets the room when nobody does. */
function announce(state: State, shared: SharedRoom): void {
  const { bus, topic, rooms, clock } = state;
  const { id: room, own, others } = shared;
  const now = clock.elapsed();
  const seats = own.map(({ since, ...seat }) => ({ ...seat, age: Math.round(now - since) }));
  const heard = [...others.values()].map(({ node, version }) => ({ node, version }));
  const notice = { type: "seats", room, version: next(state), seats, heard } as const;
  bus.announce(topic(room), writeNotice(notice));
  shared.pause = Math.min(2 * shared.pause, others.size > 0 ? SHARED_S : ALONE_S);
  shared.wait = shared.pause;
  if (isHeld(shared)) return;
  rooms.delete(room);
  bus.unfollow(topic(room));
}

/** Reports how a room differs from what it was, and settles what follows. */
function refresh(state: State, shared: SharedRoom): void {
  const [{ bus, events }, { id: room, others, members: before }] = [state, shared];
  for (const { node, untold } of others.values()) if (untold >= GONE_S) others.delete(node);
  const members = membersOf(holdersOf(state, shared));
  shared.members = members;
  if (!isHeld(shared)) return;
  for (const id of before.keys()) if (!members.has(id)) events?.changed(room, id, null);
  for (const [id, { node, seat, presence }] of members) {
    const was = before.get(id);
    const isKnown = was?.node === node && was.seat.number === seat.number;
    if (node === bus.node || isKnown && was.presence === presence) continue;
    events?.changed(room, id, presence);
  }
  settle(state, shared);
}

/** Of those that hold a room, the isolate with the smallest name settles what two cannot. */
function settle(state: State, shared: SharedRoom): void {
  const [{ bus }, { id: room, members }] = [state, shared];
  const speaking = holdersOf(state, shared).filter((one) => !isSilent(one) && one.seats.length > 0);
  if (speaking.some(({ node }) => node < bus.node)) return;
  const late = new Set(
    [...members.values()].sort(byAge).slice(MAX_MEMBERS).map(({ seat }) => seat),
  );
  for (const { node, version: heard, seats } of speaking) {
    for (const seat of seats) {
      const { id, number } = seat;
      const why = members.get(id)?.seat !== seat ? "replaced" : late.has(seat) ? "full" : null;
      if (why && node === bus.node) yieldSeat(state, shared, number, why);
      else if (why) bus.mail(node, writeNotice({ type: "yield", room, heard, number, why }));
    }
  }
}

function yieldSeat(state: State, shared: SharedRoom, number: number, why: "replaced" | "full") {
  const seat = shared.own.find((one) => one.number === number);
  if (!seat) return;
  if (why === "replaced") {
    shared.own = shared.own.filter((one) => one !== seat);
    refresh(state, shared);
    shared.wait = Math.min(shared.wait, HANDOVER_S);
  }
  state.events?.yielded(shared.id, seat.id, why);
}

function hear(state: State, from: string, text: string): void {
  const { rooms, events, clock, refused } = state;
  const notice = readNotice(text);
  if (!notice) return refused("notice");
  const shared = rooms.get(notice.room);
  if (!shared) return;
  if (notice.type === "seats") return hearSeats(state, shared, from, notice);
  if (notice.heard <= clock.elapsed() - FRESH_MS) return refused("replayed");
  if (notice.type === "yield") return yieldSeat(state, shared, notice.number, notice.why);
  const { room, to, message } = notice;
  const sits = shared.others.get(from)?.seats.some(({ id }) => id === message.from);
  return sits ? events?.mail(room, to, message) : refused("stranger");
}

/** Believes who has just heard of us; answers who has not. */
function hearSeats(state: State, shared: SharedRoom, node: string, notice: SeatsNotice): void {
  const { version } = notice;
  const [holder, now] = [shared.others.get(node), state.clock.elapsed()];
  if (holder && holder.version >= version) return;
  const heard = notice.heard.find((one) => one.node === state.bus.node)?.version;
  const isFresh = heard !== undefined && heard > now - FRESH_MS;
  const seats = notice.seats.map(({ age, ...seat }) => ({ ...seat, since: now - age }));
  const before = holder ?? { node, seats: [], untold: 0 };
  shared.others.set(node, { ...before, version, ...(isFresh ? { seats, untold: 0 } : {}) });
  refresh(state, shared);
  if (!holder || heard === undefined) announce(state, shared);
  else if (!isFresh) shared.wait = Math.min(shared.wait, 1);
}

function tick(state: State): void {
  const { clock, rooms, signal } = state;
  // First of all: an exception below must not end the ticks.
  clock.later(1000, () => tick(state), signal);
  let left = ROOMS_PER_SECOND;
  for (const shared of rooms.values()) {
    // Counted, not timed: neither a jump of the clock nor a stall of this process ages the others.
    for (const holder of shared.others.values()) {
      if ([SILENT_S, GONE_S].includes(++holder.untold)) refresh(state, shared);
    }
    if (--shared.wait <= 0 && left-- > 0) announce(state, shared);
  }
}

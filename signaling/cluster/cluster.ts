import type { BusEvents } from "../bus/bus.ts";
import type { Presence } from "../room/room.ts";
import {
  type ClusterEvents,
  type ClusterOptions,
  drop,
  heldAt,
  type HeldRooms,
  hold,
  members,
  own,
  type Shared,
} from "./held_rooms.ts";
import { ageBy1s, changesOf, holderOf, type Member, surplusOf } from "./membership.ts";
import { type Forwarded, type Notice, readNotice, writeNotice } from "./notices.ts";

export type { ClusterEvents } from "./held_rooms.ts";

/** Members of the rooms that this isolate holds a member of, at whichever isolate they sit. */
export interface Cluster {
  open(events: ClusterEvents): void;
  /** True if all members of the room are known here. */
  holds(room: string): boolean;
  seat(room: string, member: string): void;
  unseat(room: string, member: string): void;
  setPresence(room: string, member: string, presence: Presence): void;
  /** Passes it on to where the member sits; false when that is nowhere else. */
  mail(room: string, to: string, message: Forwarded): boolean;
  close(): void;
}

const TICK_MS = 100;
/** Ticks between announcements of a room: at first, then of a shared one, and of one alone. */
const [FIRST, SHARED, ALONE] = [[10, 30, 80] as const, 300, 600];
/** Rooms that are announced in a tick. */
const ROOMS_PER_TICK = 100;
/** Milliseconds until a replaced seat is told to be free: the new one is to be known before. */
const HANDOVER_MS = 1000;

/** Keeps the members of the rooms equal with those of the other isolates on the bus. */
export function openCluster(options: ClusterOptions): Cluster {
  const { bus, clock, topic } = options;
  const life = new AbortController();
  const rooms = new Map<string, Shared>();
  const held: HeldRooms = {
    ...options,
    rooms,
    silent: new Set(),
    signal: life.signal,
    events: null,
    number: 0,
  };
  return {
    open(owner) {
      held.events = owner;
      bus.listen(busEvents(held));
      tick(held, 1);
    },
    holds: (room) => own(held, room).length > 0,
    seat(room, member) {
      // A room whose last seat is just being given up is asked for anew.
      const known = own(held, room).length > 0 ? rooms.get(room) : undefined;
      const shared = known ?? { room, holders: new Map(), wait: FIRST[0], announced: 0 };
      rooms.set(room, shared);
      drop(held, room, member);
      const [number, since] = [++held.number, clock.elapsed()];
      const seat = { id: member, number, since, away: false, absence: 0 };
      hold(held, shared, [...own(held, room), seat]);
      settle(held, shared, members(held, shared));
      if (known) return tellAll(held, room);
      bus.follow(topic(room));
      announce(held, room);
    },
    unseat(room, member) {
      if (drop(held, room, member)) leftBehind(held, room);
    },
    setPresence(room, member, presence) {
      const seat = own(held, room).find(({ id }) => id === member);
      if (!seat) return;
      seat.away = presence === "away";
      tellAll(held, room);
    },
    mail(room, to, message) {
      const shared = rooms.get(room);
      const node = shared && members(held, shared).get(to)?.node;
      if (node === undefined || node === bus.node) return false;
      send(held, node, { type: "mail", room, to, message });
      return true;
    },
    close: () => life.abort(),
  };
}

function send({ bus }: HeldRooms, node: string, notice: Notice): void {
  bus.mail(node, writeNotice(notice));
}

function tell(held: HeldRooms, room: string, node: string, ask = false): void {
  const seats = own(held, room).map(({ since, absence: _, ...seat }) => ({
    ...seat,
    age: Math.max(0, Math.round(held.clock.elapsed() - since)),
  }));
  send(held, node, { type: "seats", room, version: ++held.number, seats, ask });
}

function tellAll(held: HeldRooms, room: string): void {
  for (const { node, seats } of held.rooms.get(room)?.holders.values() ?? []) {
    if (node === held.bus.node || seats.length === 0 || held.silent.has(node)) continue;
    tell(held, room, node);
  }
}

function announce({ bus, topic }: HeldRooms, room: string): void {
  bus.announce(topic(room), writeNotice({ type: "here", room }));
}

/** Reports how a room differs from what it was `before`, and settles what follows from it. */
function report(held: HeldRooms, shared: Shared, before: ReadonlyMap<string, Member>): void {
  const [{ bus, events }, { room }] = [held, shared];
  if (own(held, room).length === 0) return;
  const after = members(held, shared);
  for (const change of changesOf(before, after, bus.node)) events?.changed(room, change);
  settle(held, shared, after);
}

/** Of those that hold a room, the isolate with the smallest name settles what two cannot. */
function settle(held: HeldRooms, shared: Shared, all: ReadonlyMap<string, Member>): void {
  const [{ bus, silent }, { room, holders }] = [held, shared];
  const speaking = [...holders.values()].filter(({ node, seats }) =>
    seats.length > 0 && !silent.has(node)
  );
  if (speaking.some(({ node }) => node < bus.node)) return;
  for (const { node, seat: { number }, why } of surplusOf(speaking, all)) {
    if (node === bus.node) yieldSeat(held, room, number, why);
    else send(held, node, { type: "yield", room, number, why });
  }
}

function yieldSeat(held: HeldRooms, room: string, number: number, why: "replaced" | "full"): void {
  const seat = own(held, room).find((one) => one.number === number);
  if (!seat) return;
  if (why === "replaced") drop(held, room, seat.id);
  held.events?.yielded(room, seat.id, why);
  if (why === "replaced") held.clock.later(HANDOVER_MS, () => leftBehind(held, room), held.signal);
}

/** Tells that a seat is free, and forgets the room if it was the last one here. */
function leftBehind(held: HeldRooms, room: string): void {
  tellAll(held, room);
  if (own(held, room).length > 0) return;
  held.rooms.delete(room);
  held.bus.unfollow(held.topic(room));
}

function hear(held: HeldRooms, from: string, line: string): void {
  const { refused, rooms, events, clock } = held;
  const notice = readNotice(line);
  if (!notice) return refused("notice");
  const { room } = notice;
  const shared = rooms.get(room);
  const holder = shared?.holders.get(from);
  switch (notice.type) {
    case "here":
      if (own(held, room).length > 0) tell(held, room, from, true);
      return;
    case "seats": {
      const isOld = holder && holder.version >= notice.version;
      if (shared && !isOld) {
        const before = members(held, shared);
        shared.holders.set(from, holderOf(from, notice, holder, clock.elapsed()));
        report(held, shared, before);
      }
      // Of a room that is not held here, too: otherwise its members would stay there for ever.
      if (notice.ask || !shared && notice.seats.length > 0) tell(held, room, from);
      return;
    }
    case "yield":
      return yieldSeat(held, room, notice.number, notice.why);
    case "mail": {
      const sits = holder?.seats.some(({ id }) => id === notice.message.from);
      return sits ? events?.mail(room, notice.to, notice.message) : refused("stranger");
    }
  }
}

function busEvents(held: HeldRooms): BusEvents {
  const { rooms, silent } = held;
  const listen = (from: string, line: string) => hear(held, from, line);
  return {
    mail: listen,
    announced: listen,
    lost(_node, lines) {
      for (const notice of lines.map(readNotice)) {
        const shared = rooms.get(notice?.room ?? "");
        // Pages repeat their mail; what isolates tell is made good by the next announcement.
        if (shared && notice?.type !== "mail") shared.wait = Math.min(shared.wait, FIRST[0]);
      }
    },
    silent(node, isSilent) {
      const before = heldAt(held, node);
      silent[isSilent ? "add" : "delete"](node);
      for (const [shared, members] of before) {
        report(held, shared, members);
        if (!isSilent) shared.wait = 0;
      }
    },
    gone(node) {
      for (const [shared, before] of heldAt(held, node)) {
        shared.holders.delete(node);
        report(held, shared, before);
      }
      silent.delete(node);
    },
    restored() {
      for (const shared of rooms.values()) shared.wait = 0;
      announceDue(held);
    },
  };
}

function tick(held: HeldRooms, ticks: number): void {
  held.clock.later(TICK_MS, () => tick(held, ticks + 1), held.signal);
  for (const shared of held.rooms.values()) {
    shared.wait--;
    if (ticks % (1000 / TICK_MS) === 0) ageAll(held, shared);
  }
  announceDue(held);
}

function announceDue(held: HeldRooms): void {
  let left = ROOMS_PER_TICK;
  for (const [room, shared] of held.rooms) {
    if (shared.wait > 0 || left-- <= 0) continue;
    announce(held, room);
    shared.wait = FIRST[++shared.announced] ?? (shared.holders.size > 1 ? SHARED : ALONE);
  }
}

/** Counts a second of all that others have told of a room. */
function ageAll(held: HeldRooms, shared: Shared): void {
  const { holders } = shared;
  for (const holder of holders.values()) {
    const aged = holder.node === held.bus.node ? holder : ageBy1s(holder);
    if (aged === holder) continue;
    const before = members(held, shared);
    if (aged) holders.set(aged.node, aged);
    else holders.delete(holder.node);
    report(held, shared, before);
  }
}

import { MAX_MEMBERS } from "../../protocol/mod.ts";
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../clock.ts";
import type { Presence } from "../room/room.ts";
import {
  ageBy1s,
  type Holder,
  holderOf,
  type KnownSeat,
  type Member,
  membersOf,
} from "./membership.ts";
import { type Notice, readNotice, type Relayed, writeNotice } from "./notices.ts";

/** Reports of what other isolates do, as this one's rooms see it. */
export interface ClusterEvents {
  joined(room: string, member: string, presence: Presence): void;
  left(room: string, member: string): void;
  /** Its page or its isolate is silent, or heard again. */
  presence(room: string, member: string, presence: Presence): void;
  /** A member of ours has come in elsewhere. */
  replaced(room: string, member: string): void;
  /** Too many came at once, and this member of ours was the last. */
  full(room: string, member: string): void;
  mail(room: string, to: string, message: Relayed): void;
}

/** Options of a cluster; `topic` names a room on the bus without a text that a page chose. */
export interface ClusterOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly topic: (room: string) => string;
  /** Counts a notice that is none, and mail of a member who does not sit at its sender. */
  readonly refused: (why: "notice" | "stranger") => void;
}

/** Members of the rooms that this isolate holds a member of, at whichever isolate they sit. */
export interface Cluster {
  open(events: ClusterEvents): void;
  /** True if everybody in the room is known here. */
  holds(room: string): boolean;
  seat(room: string, member: string): void;
  unseat(room: string, member: string): void;
  setPresence(room: string, member: string, presence: Presence): void;
  /** Passes it on to where the member sits; false when that is nowhere else. */
  mail(room: string, to: string, message: Relayed): boolean;
  close(): void;
}

/** One room, by isolate; ticks until it is announced again, and how often it was. */
interface Shared {
  readonly holders: Map<string, Holder>;
  wait: number;
  announced: number;
}

const TICK_MS = 100;
/** Ticks between announcements of a room: at first, then of a shared one, and of one alone. */
const [FIRST, SHARED, ALONE] = [[10, 30, 80] as const, 300, 600];
/** Rooms that are announced in a tick. */
const PACE = 100;
/** Milliseconds until a replaced seat is told to be free: the new one is to be known before. */
const HANDOVER_MS = 1000;

/** Keeps the members of the rooms equal with those of the other isolates on the bus. */
export function openCluster({ bus, clock, topic, refused }: ClusterOptions): Cluster {
  const rooms = new Map<string, Shared>();
  const silent = new Set<string>();
  const life = new AbortController();
  let numbers = 0;
  let events: ClusterEvents | null = null;

  const own = (room: string) => rooms.get(room)?.holders.get(bus.node)?.seats ?? [];
  const send = (node: string, notice: Notice) => bus.mail(node, writeNotice(notice));
  const members = ({ holders }: Shared) => membersOf(holders.values(), silent);
  const heldAt = (node: string) => [...rooms].filter(([, { holders }]) => holders.has(node));

  function tell(room: string, node: string, ask = false): void {
    const seats = own(room).map(({ since, absence: _, ...seat }) => ({
      ...seat,
      age: Math.max(0, Math.round(clock.elapsed() - since)),
    }));
    send(node, { type: "seats", room, version: ++numbers, seats, ask });
  }

  function tellAll(room: string): void {
    for (const { node, seats } of rooms.get(room)?.holders.values() ?? []) {
      if (node !== bus.node && seats.length > 0 && !silent.has(node)) tell(room, node);
    }
  }

  function announce(room: string): void {
    if (rooms.has(room)) bus.announce(topic(room), writeNotice({ type: "here", room }));
  }

  /** Changes what is known of a room, and reports what follows from it. */
  function change(room: string, shared: Shared, act: () => void): void {
    const before = members(shared);
    act();
    const after = members(shared);
    if (own(room).length === 0) return;
    for (const id of before.keys()) if (!after.has(id)) events?.left(room, id);
    for (const [id, { presence, node, seat }] of after) {
      const known = before.get(id);
      if (node === bus.node) continue;
      const isNew = known?.node !== node || known.seat.number !== seat.number;
      if (isNew) events?.joined(room, id, presence);
      else if (known.presence !== presence) events?.presence(room, id, presence);
    }
    settle(room, shared, after);
  }

  /** Of those that hold a room, the isolate with the smallest name settles what two cannot. */
  function settle(room: string, { holders }: Shared, all: ReadonlyMap<string, Member>): void {
    const speaking = [...holders.values()].filter(({ node, seats }) =>
      seats.length > 0 && !silent.has(node)
    );
    if (speaking.some(({ node }) => node < bus.node)) return;
    const order = [...all.values()].sort((a, b) => a.seat.since - b.seat.since);
    const late = new Set(order.slice(MAX_MEMBERS).map(({ seat }) => seat));
    for (const { node, seats } of speaking) {
      for (const seat of seats) {
        const why = all.get(seat.id)?.seat !== seat ? "replaced" : late.has(seat) ? "full" : null;
        const { id, number } = seat;
        if (why && node === bus.node) yieldSeat(room, number, why);
        else if (why) send(node, { type: "yield", room, id, number, why });
      }
    }
  }

  function yieldSeat(room: string, number: number, why: "replaced" | "full"): void {
    const seat = own(room).find((one) => one.number === number);
    if (!seat) return;
    if (why === "full") return events?.full(room, seat.id);
    drop(room, seat.id);
    events?.replaced(room, seat.id);
    clock.later(HANDOVER_MS, () => leftBehind(room), life.signal);
  }

  function hold({ holders }: Shared, seats: readonly KnownSeat[]): void {
    holders.set(bus.node, { node: bus.node, version: 0, seats, untold: 0 });
  }

  function drop(room: string, member: string): boolean {
    const [before, shared] = [own(room), rooms.get(room)];
    const seats = before.filter(({ id }) => id !== member);
    if (shared) hold(shared, seats);
    return seats.length < before.length;
  }

  /** Tells that a seat is free, and forgets the room if it was the last one here. */
  function leftBehind(room: string): void {
    tellAll(room);
    if (own(room).length > 0) return;
    rooms.delete(room);
    bus.unfollow(topic(room));
  }

  function hear(from: string, line: string): void {
    const notice = readNotice(line);
    if (!notice) return refused("notice");
    const shared = rooms.get(notice.room);
    const holder = shared?.holders.get(from);
    switch (notice.type) {
      case "here":
        if (own(notice.room).length > 0) tell(notice.room, from, true);
        return;
      case "seats": {
        const isOld = holder && holder.version >= notice.version;
        if (shared && !isOld) {
          const told = holderOf(from, notice, holder, clock.elapsed());
          change(notice.room, shared, () => shared.holders.set(from, told));
        }
        // Of a room that is not held here, too: otherwise its members would stay there for ever.
        if (notice.ask || !shared && notice.seats.length > 0) tell(notice.room, from);
        return;
      }
      case "yield":
        return yieldSeat(notice.room, notice.number, notice.why);
      case "mail": {
        const sits = holder?.seats.some(({ id }) => id === notice.message.from);
        return sits ? events?.mail(notice.room, notice.to, notice.message) : refused("stranger");
      }
    }
  }

  function tick(ticks: number): void {
    clock.later(TICK_MS, () => tick(ticks + 1), life.signal);
    for (const [room, shared] of rooms) {
      shared.wait--;
      if (ticks % (1000 / TICK_MS) === 0) ageAll(room, shared);
    }
    announceDue();
  }

  function announceDue(): void {
    let left = PACE;
    for (const [room, shared] of rooms) {
      if (shared.wait > 0 || left-- <= 0) continue;
      announce(room);
      shared.wait = FIRST[++shared.announced] ?? (shared.holders.size > 1 ? SHARED : ALONE);
    }
  }

  /** Counts a second of all that others have told of a room. */
  function ageAll(room: string, shared: Shared): void {
    for (const holder of shared.holders.values()) {
      const aged = holder.node === bus.node ? holder : ageBy1s(holder);
      if (aged === holder) continue;
      change(room, shared, () => {
        if (aged) shared.holders.set(aged.node, aged);
        else shared.holders.delete(holder.node);
      });
    }
  }

  return {
    open(owner) {
      events = owner;
      bus.listen({
        mail: hear,
        announced: hear,
        lost(_node, lines) {
          for (const notice of lines.map(readNotice)) {
            const shared = rooms.get(notice?.room ?? "");
            // Pages repeat their mail; what isolates tell is made good by the next announcement.
            if (shared && notice?.type !== "mail") shared.wait = Math.min(shared.wait, FIRST[0]);
          }
        },
        silent(node, isSilent) {
          for (const [room, shared] of heldAt(node)) {
            silent[isSilent ? "delete" : "add"](node);
            change(room, shared, () => silent[isSilent ? "add" : "delete"](node));
            if (!isSilent) shared.wait = 0;
          }
        },
        gone(node) {
          for (const [room, shared] of heldAt(node)) {
            change(room, shared, () => shared.holders.delete(node));
          }
          silent.delete(node);
        },
        restored() {
          for (const shared of rooms.values()) shared.wait = 0;
          announceDue();
        },
      });
      tick(1);
    },
    holds: (room) => own(room).length > 0,
    seat(room, member) {
      // A room whose last seat is just being given up is asked for anew.
      const known = own(room).length > 0 ? rooms.get(room) : undefined;
      const shared = known ?? { holders: new Map<string, Holder>(), wait: FIRST[0], announced: 0 };
      rooms.set(room, shared);
      drop(room, member);
      const [number, since] = [++numbers, clock.elapsed()];
      hold(shared, [...own(room), { id: member, number, since, away: false, absence: 0 }]);
      settle(room, shared, members(shared));
      if (known) return tellAll(room);
      bus.follow(topic(room));
      announce(room);
    },
    unseat(room, member) {
      if (drop(room, member)) leftBehind(room);
    },
    setPresence(room, member, presence) {
      const seat = own(room).find(({ id }) => id === member);
      if (!seat) return;
      seat.away = presence === "away";
      tellAll(room);
    },
    mail(room, to, message) {
      const shared = rooms.get(room);
      const node = shared && members(shared).get(to)?.node;
      if (node === undefined || node === bus.node) return false;
      send(node, { type: "mail", room, to, message });
      return true;
    },
    close: () => life.abort(),
  };
}

/** The cluster of an isolate that is alone. */
export function soloCluster(): Cluster {
  return {
    open() {},
    holds: () => true,
    seat() {},
    unseat() {},
    setPresence() {},
    mail: () => false,
    close() {},
  };
}

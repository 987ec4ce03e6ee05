import { MAX_MEMBERS } from "../protocol/mod.ts";
import type { Bus } from "./bus.ts";
import type { Clock } from "./clock.ts";
import { type Holding, holding } from "./holding.ts";
import type { Presence } from "./room.ts";
import { readNotice, type Relayed, type Seats, writeNotice } from "./seats.ts";

/** What other isolates do, as this one's rooms see it. */
export interface ClusterEvents {
  joined(room: string, member: string, presence: Presence): void;
  left(room: string, member: string): void;
  /** Its page or its isolate is silent, or heard again. */
  turned(room: string, member: string, presence: Presence): void;
  /** A member of ours has come in elsewhere. */
  replaced(room: string, member: string): void;
  /** Too many came at once, and this member of ours was the last. */
  full(room: string, member: string): void;
  mail(room: string, to: string, message: Relayed): void;
}

export interface ClusterOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  /** The topic of a room: nothing that a page chose may become part of it. */
  readonly topic: (room: string) => string;
  /** A notice that is none, or mail of somebody who is not in the room. */
  readonly refused: (why: "notice" | "stranger") => void;
}

/** Who sits where in the rooms that this isolate holds a member of. */
export interface Cluster {
  open(events: ClusterEvents): void;
  /** Who else is in the room is known here; without other isolates it always is. */
  holds(room: string): boolean;
  seat(room: string, member: string): void;
  unseat(room: string, member: string): void;
  /** A member of ours is silent, or heard again. */
  turn(room: string, member: string, presence: Presence): void;
  /** Passes it on to where the member sits; false when that is nowhere else. */
  mail(room: string, to: string, message: Relayed): boolean;
  close(): void;
}

/** Seconds after which a room is announced again, counted from the one before. */
const AGAIN = [1, 3, 8] as const;
const SELDOM = 30;
/** Announcements in a tenth of a second: many rooms are not told at once. */
const PACE = 100;

/** Keeps the rosters of the rooms equal with those of the other isolates on the bus. */
export function openCluster({ bus, clock, topic, refused }: ClusterOptions): Cluster {
  const rooms = new Map<string, Holding>();
  const life = new AbortController();
  const due = new Set<string>();
  let pacing = false;
  let version = 0;
  let events: ClusterEvents | null = null;

  function notice(room: string, extra: Partial<Seats> = {}): string {
    const seats = rooms.get(room)?.mine() ?? [];
    return writeNotice({ t: "seats", room, v: ++version, seats, ...extra });
  }

  function tell(room: string, extra: Partial<Seats> = {}): void {
    const holders = rooms.get(room)?.holders() ?? [];
    if (holders.length === 0) return;
    const line = notice(room, extra);
    for (const holder of holders) bus.send(holder, line);
  }

  function announce(room: string): void {
    if (rooms.has(room)) bus.announce(topic(room), notice(room, { ask: true }));
  }

  /** Changes what is known of a room and tells what follows from it. */
  function change(room: string, held: Holding, act: () => void, fresh?: string): void {
    const before = held.members();
    act();
    const after = held.members();
    for (const id of before.keys()) if (!after.has(id)) events?.left(room, id);
    for (const [id, presence] of after) {
      const known = before.get(id);
      if (known === undefined || id === fresh) events?.joined(room, id, presence);
      else if (known !== presence) events?.turned(room, id, presence);
    }
    trim(room, held, after.size);
  }

  /** Two that came in at once elsewhere: every isolate finds the same one to be too many. */
  function trim(room: string, held: Holding, size: number): void {
    if (size <= MAX_MEMBERS) return;
    for (const id of held.latest(size - MAX_MEMBERS)) events?.full(room, id);
  }

  function learn(from: string, seats: Seats): void {
    const held = rooms.get(seats.room);
    // Not ours: the sender learnt that when the last of ours left.
    if (!held) return;
    if (!held.stale(from, seats.v)) take(from, seats, held);
    if (seats.ask) bus.send(from, notice(seats.room));
  }

  function take(from: string, seats: Seats, held: Holding): void {
    const lost = held.lost(seats, from > bus.node);
    change(seats.room, held, () => {
      held.learn(from, seats);
      for (const id of lost) {
        held.drop(id);
        events?.replaced(seats.room, id);
      }
    }, seats.fresh);
    // Not at once: the new seat is to be known everywhere before the old one is free.
    if (lost.length > 0) clock.later(1000, () => tell(seats.room), life.signal);
    if (held.mine().length === 0 && rooms.has(seats.room)) release(seats.room);
  }

  function release(room: string): void {
    tell(room);
    rooms.delete(room);
    due.delete(room);
    bus.unfollow(topic(room));
  }

  function resync(node: string | null): void {
    const shared = new Map<string, string[]>();
    for (const [room, held] of rooms) {
      due.add(room);
      for (const holder of held.holders()) {
        if (node === null || holder === node) {
          shared.set(holder, [...(shared.get(holder) ?? []), room]);
        }
      }
    }
    if (!pacing) pace();
    for (const [holder, list] of shared) {
      for (let at = 0; at < list.length; at += 500) {
        bus.send(holder, writeNotice({ t: "ask", rooms: list.slice(at, at + 500) }));
      }
    }
  }

  function hear(from: string, line: string): void {
    const heard = readNotice(line);
    switch (heard?.t) {
      case undefined:
        return refused("notice");
      case "seats":
        return learn(from, heard);
      case "ask":
        for (const room of heard.rooms) bus.send(from, notice(room));
        return;
      case "mail": {
        const held = rooms.get(heard.room);
        if (!held?.sits(from, heard.message.from)) return refused("stranger");
        return events?.mail(heard.room, heard.to, heard.message);
      }
    }
  }

  function sweep(): void {
    for (const [room, held] of rooms) {
      if (held.grow()) due.add(room);
      if (held.overdue()) change(room, held, held.expire);
    }
    if (!pacing) pace();
    clock.later(1000, sweep, life.signal);
  }

  /** Announces what is due, a few rooms at a time. */
  function pace(): void {
    pacing = due.size > 0;
    for (const room of [...due].slice(0, PACE)) {
      due.delete(room);
      announce(room);
    }
    if (pacing) clock.later(100, pace, life.signal);
  }

  return {
    open(own) {
      events = own;
      bus.listen({
        message: hear,
        announced: (from, _topic, line) => hear(from, line),
        away(node, away) {
          for (const [room, held] of rooms) change(room, held, () => held.hush(node, away));
        },
        gone(node) {
          for (const [room, held] of rooms) change(room, held, () => held.forget(node));
        },
        gap: resync,
      });
      sweep();
    },
    holds: (room) => rooms.has(room),
    seat(room, member) {
      const held = rooms.get(room);
      if (held) {
        held.sit(member, clock.now());
        return tell(room, { fresh: member });
      }
      const fresh = holding([...AGAIN], SELDOM);
      fresh.sit(member, clock.now());
      rooms.set(room, fresh);
      bus.follow(topic(room));
      bus.announce(topic(room), notice(room, { ask: true, fresh: member }));
    },
    unseat(room, member) {
      const held = rooms.get(room);
      if (!held?.drop(member)) return;
      if (held.mine().length === 0) release(room);
      else tell(room);
    },
    turn(room, member, presence) {
      if (rooms.get(room)?.turn(member, presence)) tell(room);
    },
    mail(room, to, message) {
      const node = rooms.get(room)?.where(to);
      if (node === undefined) return false;
      bus.send(node, writeNotice({ t: "mail", room, to, message }));
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
    turn() {},
    mail: () => false,
    close() {},
  };
}

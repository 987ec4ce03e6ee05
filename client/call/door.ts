import type { CallOptions } from "./call.ts";
import type { Crowd } from "./crowd.ts";
import type { DoorLetter } from "./door_letter.ts";
import type { Letter } from "./letter.ts";
import { type Insider, type Lock, MOST_INSIDE, type Turn } from "./motion.ts";
import { compare, type Kept, names, remember } from "./register.ts";
import type { Pair } from "./observe.ts";
import { cleanName } from "./payload.ts";
import type { Door, Society } from "./state.ts";

export interface DoorOptions extends Pick<CallOptions, "later" | "elapsed" | "signal"> {
  /** This page, as the others know it. */
  readonly me: Insider;
  /** Own name. */
  readonly name: () => string;
  readonly crowd: Pick<Crowd, "of" | "known" | "forget" | "pairs"> & {
    /** A sealed and signed letter to whoever has this id. */
    write(to: string, door: DoorLetter): void;
  };
  readonly kept: Kept;
  readonly tell: (door: Door) => void;
}

/** The members' lock: no member's connection, and no letter but those at the door, passes it. */
export interface Doorkeeper extends Omit<Society, "remove"> {
  /** True if nothing is begun with a member, or with the writer of this letter. */
  bars(id: string, letter?: Letter): boolean;
  /** A member has told this on its connection, in the name it has there. */
  hear(from: string, name: string, motion: Turn): void;
}

interface Knock {
  readonly id: string;
  readonly idk: string;
  readonly name: string;
  /** When it was heard last, in ms. */
  at: number;
}

/** Connections are looked at this often, in ms: who is new is told of the lock. */
const LOOK_EVERY = 500;
/** Who is barred is told so at most this often, in ms. */
const TELL_EVERY = 2000;
/** Who waits knocks this often, in ms; who has not for longer has gone. */
const KNOCK_EVERY = 20_000;
/** Or this long after it was told to, in ms: the door may have been open the last time. */
const KNOCK_AGAIN = 5000;
const GONE = 45_000;
/** Who was not let in is not heard for this long, in ms. */
export const DENIED = 60_000;
/** More than these do not wait at one door; the link may be in many hands. */
const MOST_KNOCKS = 16;
/**
 * Keeps the door of one stay. What is locked is a register that every member holds: the highest
 * (count, by) wins, and those inside it only grow. It stands with the members alone: neither the
 * server nor a link opens it, and who is inside believes each member only what it has done itself.
 */
export function keepDoor(options: DoorOptions): Doorkeeper {
  const { me, crowd, kept, later, elapsed, signal } = options;
  let lock = kept.read();
  /** It was kept over a reload: it may have been turned meanwhile by somebody who has left. */
  let restored = lock !== null;
  /** Who has turned it last, and was not this page. */
  let by: string | null = null;
  const told = new WeakMap<object, Lock>();
  const turnedAway = new Map<string, number>();
  const denials = new Map<string, number>();
  const knocks = new Map<string, Knock>();
  /** Members inside a lock that this page is not in: when they said so last, and which one. */
  const closed = new Map<string, { at: number; readonly count: number }>();
  /** When this page has knocked, and where. */
  const asked = new Map<string, number>();
  /** When somebody inside has said no; null: nobody has since this page knocked. */
  let denied: number | null = null;
  let shown = "";

  const isIn = (id: string, idk?: string) => names(lock, id, idk);
  const bolted = () => lock?.on === true;

  look();

  function bars(id: string, letter?: Letter): boolean {
    const said = letter?.sealed.kind === "client-candidate" ? letter.sealed.body : null;
    if (letter && said?.door) {
      atDoor(id, letter.hello.idk, { ...said, door: said.door });
      return true;
    }
    if (!bolted() || isIn(id, letter?.hello.idk)) return false;
    turnAway(id);
    return true;
  }

  function atDoor(id: string, idk: string, { door, name = "", count = 1 }: DoorLetter): void {
    switch (door) {
      case "knock":
        return knocked(id, idk, name);
      case "locked":
        // They know less than this page; or they are not of those who can know more.
        if (lock && count <= lock.count || bolted() && !isIn(id, idk)) return;
        if (crowd.known(id)?.connection()?.state() === "connected") return;
        crowd.forget(id);
        lock = null;
        kept.write(lock);
        knocks.clear();
        remember(closed, id, { at: elapsed(), count });
        if (elapsed() - (asked.get(id) ?? -Infinity) >= KNOCK_AGAIN) knockAt(id);
        break;
      case "denied":
        if (closed.has(id)) denied = elapsed();
    }
    show();
  }

  function knocked(id: string, idk: string, name: string): void {
    if (!bolted() || isIn(id, idk)) {
      // It may have been turned away while the call was locked.
      if (!crowd.known(id)) crowd.of(id)?.restart();
      return;
    }
    turnAway(id);
    const silenced = elapsed() - (denials.get(id) ?? -Infinity) < DENIED;
    if (silenced || (knocks.size >= MOST_KNOCKS && !knocks.has(id))) return;
    knocks.set(id, { id, idk, name: cleanName(name), at: elapsed() });
    show();
  }

  function turnAway(id: string): void {
    const now = elapsed();
    if (!lock || now - (turnedAway.get(id) ?? -Infinity) < TELL_EVERY) return;
    remember(turnedAway, id, now);
    crowd.write(id, { door: "locked", count: lock.count });
  }

  function knockAt(id: string): void {
    remember(asked, id, elapsed());
    crowd.write(id, { door: "knock", name: options.name() });
  }

  /** Whether a turn that a member has told is believed. */
  function believed(from: string, next: Lock): boolean {
    // Own turns are made here, or remembered: nobody else tells them.
    if (compare(lock, next) <= 0 || next.by === me.id) return false;
    if (next.on && !names(next, me.id)) return false;
    // Inside, only whoever has turned it: who was just let in may have been told anything.
    return !bolted() || (isIn(from, keyOf(from)) && (restored || from === next.by));
  }

  function take(next: Lock, name: string | null): void {
    by = next.on || lock?.on ? name : null;
    // Whoever has been let in, or lets this page in, may be waiting for its first word.
    const awaited = new Set(bolted() ? next.inside.map(({ id }) => id) : []);
    lock = next;
    restored = false;
    kept.write(lock);
    if (lock.on) {
      for (const { peer } of crowd.pairs()) {
        if (isIn(peer.id)) continue;
        peer.say({ type: "bye" });
        crowd.forget(peer.id);
        // It may have been let in and out again in a moment, and nothing else would tell it.
        turnedAway.delete(peer.id);
        turnAway(peer.id);
      }
    }
    for (const { id, idk } of knocks.values()) {
      if (bolted() && !isIn(id, idk)) continue;
      knocks.delete(id);
      awaited.add(id);
    }
    for (const [id, { count }] of closed) {
      if (count > next.count) continue;
      closed.delete(id);
      awaited.add(id);
    }
    asked.clear();
    for (const id of awaited) if (id !== me.id && !crowd.known(id)) crowd.of(id)?.restart();
    for (const pair of crowd.pairs()) inform(pair);
    show();
  }

  function admit(guest: Insider): void {
    if (!lock || isIn(guest.id, guest.idk) || lock.inside.length >= MOST_INSIDE) return;
    lock = { ...lock, inside: [...lock.inside, guest] };
    knocks.delete(guest.id);
    if (!crowd.known(guest.id)) crowd.of(guest.id)?.restart();
    show();
  }

  function keyOf(id: string): string | undefined {
    return crowd.known(id)?.connection()?.partner()?.hello.idk;
  }

  function inform({ peer }: Pair): void {
    const connection = peer.connection();
    if (!lock || connection?.state() !== "connected" || told.get(connection) === lock) return;
    if (peer.say(lock)) told.set(connection, lock);
  }

  function look(): void {
    const now = elapsed();
    if (lock) kept.write(lock);
    for (const pair of crowd.pairs()) {
      inform(pair);
      if (pair.peer.connection()?.state() !== "connected") continue;
      closed.delete(pair.peer.id);
      asked.delete(pair.peer.id);
    }
    for (const { id, at } of knocks.values()) if (now - at > GONE) knocks.delete(id);
    if (denied === null) {
      for (const [id, { at }] of closed) {
        if (now - at > GONE) closed.delete(id);
        else if (now - (asked.get(id) ?? -Infinity) >= KNOCK_EVERY) knockAt(id);
      }
    }
    show();
    later(LOOK_EVERY, look, signal);
  }

  /** Who is here, or is with somebody who is here. */
  function present(): Insider[] {
    const pairs = crowd.pairs();
    const others = pairs.filter(({ peer, setup }) =>
      setup !== null || pairs.some((one) => one.peer.sees(peer.id))
    );
    return [
      me,
      ...others.map(({ peer }) => ({
        id: peer.id,
        idk: peer.connection()?.partner()?.hello.idk ?? "",
      })),
    ];
  }

  function show(): void {
    const door: Door = closed.size > 0
      ? { side: "outside", answer: denied === null ? "none" : mayKnock() ? "no" : "just-no" }
      : {
        side: "inside",
        locked: bolted(),
        by,
        knocks: [...knocks.values()].map(({ id, name }) => ({ id, name })),
      };
    const text = JSON.stringify([door, lock?.count]);
    if (signal.aborted || text === shown) return;
    shown = text;
    options.tell(door);
  }

  function mayKnock(): boolean {
    return denied !== null && elapsed() - denied >= DENIED;
  }

  return {
    bars,
    hear(from, name, motion) {
      if (motion.type === "lock") return believed(from, motion) ? take(motion, name) : undefined;
      if (!bolted() || !isIn(from, keyOf(from))) return;
      if (motion.type === "admit") return motion.count === lock?.count ? admit(motion) : undefined;
      knocks.delete(motion.id);
      remember(denials, motion.id, elapsed());
      show();
    },
    lock(on) {
      if (on === bolted() || closed.size > 0) return;
      const count = (lock?.count ?? 0) + 1;
      take({ type: "lock", on, count, by: me.id, inside: on ? present() : [] }, null);
    },
    answer(id, welcome) {
      const knock = knocks.get(id);
      if (!knock || !lock) return;
      const guest = { id, idk: knock.idk };
      if (!welcome) {
        knocks.delete(id);
        remember(denials, id, elapsed());
        crowd.write(id, { door: "denied" });
        for (const { peer } of crowd.pairs()) peer.say({ type: "deny", id });
        show();
      } else if (lock.inside.length < MOST_INSIDE) {
        const admitted = { type: "admit", count: lock.count, ...guest } as const;
        for (const { peer } of crowd.pairs()) peer.say(admitted);
        admit(guest);
      } else {
        // Those who have left are forgotten.
        const inside = [...present(), guest];
        take({ type: "lock", on: true, count: lock.count + 1, by: me.id, inside }, null);
      }
    },
    knock() {
      if (!mayKnock()) return;
      denied = null;
      for (const [id, said] of closed) {
        said.at = elapsed();
        knockAt(id);
      }
      show();
    },
  };
}

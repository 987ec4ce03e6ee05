import type { Agenda } from "./agenda.ts";
import { random } from "./base64url.ts";
import type { CallOptions } from "./call.ts";
import type { Crowd } from "./crowd.ts";
import type { Letter } from "./letter.ts";
import { type Insider, type Lock, MOST_INSIDE, type Motion } from "./motion.ts";
import { compare, united } from "./register.ts";
import type { Pair } from "./observe.ts";
import { type Candidates, cleanName } from "./payload.ts";
import type { Door, Society } from "./state.ts";

export interface DoorOptions extends Pick<CallOptions, "later" | "elapsed" | "signal"> {
  /** This page, as the others know it. */
  readonly me: Insider;
  /** Own name. */
  readonly name: () => string;
  readonly agenda: Agenda;
  readonly crowd: Pick<Crowd, "of" | "known" | "forget" | "pairs"> & {
    /** A sealed and signed letter to whoever has this id. */
    write(to: string, door: DoorLetter): void;
  };
  readonly tell: (door: Door) => void;
}

/** What is said at the door. */
export interface DoorLetter {
  readonly door: "locked" | "denied" | "knock";
  /** Of who knocks. */
  readonly name?: string;
  /** Which lock it is that somebody stands before. */
  readonly count?: number;
}

/** The members' lock: no member's connection, and no letter but those at the door, passes it. */
export interface Doorkeeper extends Omit<Society, "remove"> {
  /** A member has told this on its connection, in the name it has there. */
  hear(from: string, name: string, motion: Extract<Motion, { type: "lock" | "deny" }>): void;
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
/** Times and answers that are kept of strangers, who may take as many ids as they like. */
const MOST_STRANGERS = 64;

/**
 * Keeps the door of one stay. What is locked is a register that every member holds: the highest
 * (count, by) wins, and those inside it only grow, so all who hear of each other agree, whatever the
 * order. It stands with the members alone: neither the server nor a link opens it.
 */
export function keepDoor(options: DoorOptions): Doorkeeper {
  const { me, agenda, crowd, later, elapsed, signal } = options;
  let lock: Lock | null = null;
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

  const isIn = (id: string, idk = "") =>
    lock?.inside.some((one) => one.id === id && (!one.idk || !idk || one.idk === idk)) ?? false;
  const bolted = () => lock?.on === true;

  agenda.bars = bars;
  for (const { id, letter } of agenda.early) bars(id, letter);
  agenda.early = [];
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
        // They know less than this page, and will be told.
        if (lock && count <= lock.count) return;
        if (crowd.known(id)?.connection()?.state() === "connected") return;
        crowd.forget(id);
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

  /** Takes what is newer than what is known, or more of the same, and passes it on. */
  function take(next: Lock, name: string | null): void {
    const order = compare(lock, next);
    if (order < 0 || (next.on && !next.inside.some(({ id }) => id === me.id))) return;
    const inside = order > 0 ? next.inside : united(lock?.inside ?? [], next.inside);
    if (lock && order === 0 && inside.length === lock.inside.length) return;
    if (order > 0) by = next.on || lock?.on ? name : null;
    // Whoever has been let in, or lets this page in, may be waiting for its first word.
    const near = bolted() ? next.inside.filter((one) => !isIn(one.id, one.idk)) : [];
    const awaited = new Set(near.map(({ id }) => id));
    lock = { ...next, inside };
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

  function inform({ peer }: Pair): void {
    const connection = peer.connection();
    if (!lock || connection?.state() !== "connected" || told.get(connection) === lock) return;
    if (peer.say(lock)) told.set(connection, lock);
  }

  function look(): void {
    const now = elapsed();
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
    hear(from, name, motion) {
      if (motion.type === "lock") return take(motion, name);
      if (!bolted() || !isIn(from)) return;
      knocks.delete(motion.id);
      remember(denials, motion.id, elapsed());
      show();
    },
    lock(on) {
      if (on === bolted() || closed.size > 0) return;
      const count = (lock?.count ?? 0) + 1;
      take({ type: "lock", on, count, by: me.id, inside: on ? present() : [] }, null);
    },
    answer(id, admit) {
      const knock = knocks.get(id);
      if (!knock || !lock) return;
      const guest = { id, idk: knock.idk };
      if (!admit) {
        knocks.delete(id);
        remember(denials, id, elapsed());
        crowd.write(id, { door: "denied" });
        for (const { peer } of crowd.pairs()) peer.say({ type: "deny", id });
        show();
      } else if (lock.inside.length < MOST_INSIDE) {
        take({ ...lock, inside: [...lock.inside, guest] }, null);
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

/** A letter that says something at the door: it brings no candidates. */
export function doorBody(said: DoorLetter): Candidates {
  return { pc: random(16), candidates: [], ...said };
}

function remember<T>(book: Map<string, T>, id: string, what: T): void {
  book.delete(id);
  book.set(id, what);
  const [oldest] = book.keys();
  if (book.size > MOST_STRANGERS && oldest) book.delete(oldest);
}

import type { Later } from "../../platform/clock.ts";
import type { Crowd } from "../room/members.ts";
import type { DoorLetter } from "./knock.ts";
import { openLockTelling } from "./lock_telling.ts";
import { present, unkeyed } from "./insiders.ts";
import type { Letter } from "../security/envelope.ts";
import { type Insider, type Lock, MOST_INSIDE, type Turn } from "../messages/group_control.ts";
import { openKnockList } from "./knock_list.ts";
import {
  type Age,
  compare,
  type Kept,
  names,
  nextCount,
  remember,
  withInside,
} from "./lock_register.ts";
import type { Member } from "../room/member.ts";
import { openWaiting } from "./waiting_room.ts";
import type { Door, Society } from "../../state/call_state.ts";

/** Options of {@link keepDoor}. */
export interface DoorOptions {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly later: Later;
  readonly signal: AbortSignal;
  /** This page, as the others know it. */
  readonly me: Insider;
  /** Own name. */
  readonly name: () => string;
  readonly crowd: Pick<Crowd, "of" | "known" | "forget" | "pairs" | "proven">;
  /** Sends a sealed and signed letter to whoever has this id. */
  readonly write: (to: string, door: DoorLetter) => void;
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

/** Connections are looked at this often, in ms: who is new is told of the lock. */
const LOOK_EVERY = 500;
/** Two who come at once may find each other before they hear of a lock; after this they have. */
const SETTLED_MS = 15_000;
/** Who is barred is told so at most this often, in ms. */
const TELL_EVERY = 2000;
/**
 * Keeps the door of one stay. What is locked is a register that every member holds: the newest
 * (count, by) wins, and those inside one turn only grow, whoever tells of them. It stands with the
 * members alone: neither the server nor a link opens it, and who is inside believes each member only
 * what it has done itself.
 */
export function keepDoor(options: DoorOptions): Doorkeeper {
  const { me, crowd, write, kept, later, elapsed, signal } = options;
  let lock = kept.read();
  /** It was kept over a reload: it may have been turned meanwhile by somebody who has left. */
  let restored = lock !== null;
  /** Who has turned it last, and was not this page. */
  let by: string | null = null;
  const telling = openLockTelling();
  const turnedAway = new Map<string, number>();
  const knocks = openKnockList(elapsed);
  const waiting = openWaiting({
    elapsed,
    knockAt: (id) => write(id, { door: "knock", name: options.name() }),
  });
  let shown = "";
  /** Since when this page has been connected with somebody, whoever that was. */
  let companySince: number | null = null;
  /** Of the last lock that this page has held: its own turns go on from there. */
  let last = lock?.count ?? 0;

  const isIn = (id: string, idk?: string) => names(lock, id, idk);
  const bolted = () => lock?.on === true;
  const connected = (id: string) => crowd.known(id)?.connection()?.state() === "connected";
  const inCompany = () => crowd.pairs().some(({ peer }) => connected(peer.id));

  const inform = ({ peer }: Member) => lock && telling.tell(peer, lock);
  const insiders = () => present(me, crowd.pairs());

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
        if (connected(id) || !heeds(id, idk, count)) return;
        if (bolted()) drop();
        crowd.forget(id);
        waiting.told(id, count);
        break;
      case "denied":
        waiting.denied(id);
    }
    show();
  }

  /** Whether this page minds that somebody whom it is not connected with keeps a lock. */
  function heeds(id: string, idk: string, count: number): boolean {
    // In a call it is the members of that call who tell of a lock, and part who is not inside.
    if (inCompany()) return !bolted() && (!settled() || waiting.has(id) || crowd.proven(id));
    // They know less than this page; or they are not of those who can know more.
    const theirs = compare(lock, { count, by: "" });
    return bolted() ? theirs === "newer" && isIn(id, idk) : theirs !== "older";
  }

  /** Whether this page has been in a call for a while: then it would know of a lock. */
  function settled(): boolean {
    return companySince !== null && elapsed() - companySince >= SETTLED_MS;
  }

  /** Forgets a lock that others have turned without this page. */
  function drop(): void {
    lock = null;
    kept.write(lock);
    knocks.clear();
  }

  function knocked(id: string, idk: string, name: string): void {
    if (!bolted() || isIn(id, idk)) {
      // It may have been turned away while the call was locked.
      if (!crowd.known(id)) crowd.of(id)?.restart();
      return;
    }
    turnAway(id);
    knocks.note({ id, idk, name });
    show();
  }

  function turnAway(id: string): void {
    const now = elapsed();
    if (!lock || now - (turnedAway.get(id) ?? -Infinity) < TELL_EVERY) return;
    remember(turnedAway, id, now);
    write(id, { door: "locked", count: lock.count });
  }

  /** A member has told which lock it holds. */
  function hearLock(from: string, name: string, next: Lock): void {
    const age = compare(lock, next);
    // The same turn, of the member that has made it: what others have added to it is not.
    const itself = from === next.by && names(next, me.id, me.idk);
    if (age === "same" && bolted() && !telling.firsthand && itself) take(next, name, true);
    else if (age !== "same" && believed(from, next, age)) take(next, name, from === next.by);
  }

  /** Whether a turn that a member has told is believed. */
  function believed(from: string, next: Lock, age: Age): boolean {
    // Own turns are made here, or remembered: nobody else tells them.
    if (next.by === me.id || next.on && !names(next, me.id, me.idk)) return false;
    // Inside, only whoever has turned it: who was just let in may have been told anything.
    if (bolted()) {
      return age === "newer" && isIn(from, keyOf(from)) && (restored || from === next.by);
    }
    // Nothing is lost by a lock that names this page, wherever its count comes from.
    return age === "newer" || age === "foreign" && next.on;
  }

  function take(next: Lock, name: string | null, own: boolean): void {
    by = next.on || lock?.on ? name : null;
    // Whoever has been let in, or lets this page in, may be waiting for its first word.
    const awaited = new Set(bolted() ? next.inside.map(({ id }) => id) : []);
    lock = next;
    last = next.count;
    telling.begin(own);
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
    for (const { id, idk } of knocks.all()) {
      if (bolted() && !isIn(id, idk)) continue;
      knocks.drop(id);
      awaited.add(id);
    }
    for (const id of waiting.passed(next)) awaited.add(id);
    for (const id of awaited) if (id !== me.id && !crowd.known(id)) crowd.of(id)?.restart();
    for (const pair of crowd.pairs()) inform(pair);
    show();
  }

  function admit({ id, idk }: Insider, mine: boolean): void {
    const next = lock && withInside(lock, [{ id, idk }]);
    if (!next || next === lock) return;
    lock = next;
    telling.admitted({ id, idk }, mine);
    knocks.drop(id);
    for (const pair of crowd.pairs()) inform(pair);
    if (!crowd.known(id)) crowd.of(id)?.restart();
    show();
  }

  function keyOf(id: string): string | undefined {
    return crowd.known(id)?.connection()?.partner()?.hello.idk;
  }

  function look(): void {
    // The keys of those who were inside before this page had met them.
    if (lock) lock = withInside(lock, unkeyed(lock, crowd.pairs()));
    if (lock) kept.write(lock);
    for (const pair of crowd.pairs()) {
      inform(pair);
      if (pair.peer.connection()?.state() !== "connected") continue;
      waiting.met(pair.peer.id);
    }
    knocks.tidy();
    companySince = inCompany() ? companySince ?? elapsed() : null;
    waiting.look();
    show();
    later(LOOK_EVERY, look, signal);
  }

  function show(): void {
    const door: Door = isOutside() ? { side: "outside", answer: waiting.answer() } : {
      side: "inside",
      locked: bolted(),
      by,
      elsewhere: waiting.any,
      knocks: knocks.all().map(({ id, name }) => ({ id, name })),
    };
    const text = JSON.stringify([door, lock?.count]);
    if (signal.aborted || text === shown) return;
    shown = text;
    options.tell(door);
  }

  /** Others keep a lock, and this page is with nobody. */
  function isOutside(): boolean {
    return waiting.any && !inCompany();
  }

  return {
    bars,
    hear(from, name, motion) {
      if (motion.type === "lock") return hearLock(from, name, motion);
      if (!bolted() || !isIn(from, keyOf(from))) return;
      if (motion.type === "admit") {
        return motion.count === lock?.count ? admit(motion, false) : undefined;
      }
      knocks.deny(motion.id);
      show();
    },
    lock(on) {
      if (on === bolted() || isOutside()) return;
      // Whoever locks its own call waits for no other one.
      if (on) waiting.clear();
      const count = nextCount(lock?.count ?? last);
      take({ type: "lock", on, count, by: me.id, inside: on ? insiders() : [] }, null, true);
    },
    answer(id, welcome) {
      const knock = knocks.of(id);
      if (!knock || !lock) return;
      const guest = { id, idk: knock.idk };
      if (!welcome) {
        knocks.deny(id);
        write(id, { door: "denied" });
        for (const { peer } of crowd.pairs()) peer.say({ type: "deny", id });
        show();
      } else if (lock.inside.length < MOST_INSIDE) {
        admit(guest, true);
      } else {
        // Those who have left are forgotten.
        const inside = [...insiders(), guest];
        take(
          { type: "lock", on: true, count: nextCount(lock.count), by: me.id, inside },
          null,
          true,
        );
      }
    },
    knock() {
      waiting.again();
      show();
    },
  };
}

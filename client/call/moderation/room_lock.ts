import { openCompany } from "./company.ts";
import type { Later } from "../../platform/clock.ts";
import type { Members } from "../room/members.ts";
import type { KnockMessage } from "./knock.ts";
import { openLockTelling } from "./lock_telling.ts";
import { insidersOf, learnedKeys } from "./insiders.ts";
import type { Envelope } from "../security/envelope.ts";
import {
  type Insider,
  type LockMessage,
  type LockState,
  MAX_INSIDE,
} from "../messages/group_control.ts";
import { openKnockList } from "./knock_list.ts";
import {
  type Age,
  compareLocks,
  isNamed,
  type LockStorage,
  nextCount,
  setBounded,
  withInside,
} from "./lock_register.ts";
import type { Member } from "../room/member.ts";
import { openWaitingRoom } from "./waiting_room.ts";
import type { LockView, Moderation } from "../../state/moderation.ts";

/** Options of {@link createRoomLock}. */
export interface RoomLockOptions {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly later: Later;
  readonly signal: AbortSignal;
  /** This page, as the others know it. */
  readonly me: Insider;
  /** Own name. */
  readonly name: () => string;
  readonly members: Pick<Members, "ensure" | "get" | "remove" | "list" | "isProven">;
  /** Sends a sealed and signed envelope to whoever has this id. */
  readonly write: (to: string, door: KnockMessage) => void;
  readonly storage: LockStorage;
  readonly tell: (door: LockView) => void;
}

/** The members' lock: no member's connection, and no envelope but those at the door, passes it. */
export interface RoomLock extends Omit<Moderation, "remove"> {
  /** True if nothing is begun with a member, or with the writer of this envelope. */
  rejects(id: string, envelope?: Envelope): boolean;
  /** A member has told this on its connection, in the name it has there. */
  receive(from: string, name: string, motion: LockMessage): void;
}

/** Connections are looked at this often, in ms: who is new is told of the lock. */
const LOOK_EVERY = 500;
/** Who is barred is told so at most this often, in ms. */
const TELL_EVERY = 2000;

/**
 * Keeps the door of one stay. What is locked is a register that every member holds: the newest
 * (count, by) wins, and those inside one turn only grow, whoever tells of them. It stands with the
 * members alone: neither the server nor a link opens it, and who is inside believes each member only
 * what it has done itself.
 */
export function createRoomLock(options: RoomLockOptions): RoomLock {
  const { me, members, write, storage: kept, later, elapsed, signal } = options;
  let lock = kept.read();
  /** It was kept over a reload: it may have been turned meanwhile by somebody who has left. */
  let restored = lock !== null;
  /** Who has turned it last, and was not this page. */
  let by: string | null = null;
  const telling = openLockTelling();
  const turnedAway = new Map<string, number>();
  const knocks = openKnockList(elapsed);
  const waiting = openWaitingRoom({
    elapsed,
    knockAt: (id) => write(id, { lock: "knock", name: options.name() }),
  });
  let shown = "";
  /** Of the last lock that this page has held: its own turns go on from there. */
  let last = lock?.count ?? 0;

  const isIn = (id: string, identityKey?: string) => isNamed(lock, id, identityKey);
  const bolted = () => lock?.on === true;
  const isWith = ({ peer }: Member) => peer.connection()?.state() === "connected";
  const connected = (id: string) => members.get(id)?.connection()?.state() === "connected";
  const company = openCompany({ inCompany: () => members.list().some(isWith), elapsed });

  const inform = ({ peer }: Member) => lock && telling.tell(peer, lock);
  const insiders = () => insidersOf(me, members.list());

  /** Others keep a lock, and this page is with nobody. */
  const isOutside = () => waiting.any && !company.is();

  look();

  function bars(id: string, envelope?: Envelope): boolean {
    const said = envelope?.message.kind === "client-candidate" ? envelope.message.body : null;
    if (envelope && said?.lock) {
      atDoor(id, envelope.session.identityKey, { ...said, lock: said.lock });
      return true;
    }
    if (!bolted() || isIn(id, envelope?.session.identityKey)) return false;
    turnAway(id);
    return true;
  }

  function atDoor(
    id: string,
    identityKey: string,
    { lock: door, name = "", count = 1 }: KnockMessage,
  ): void {
    switch (door) {
      case "knock":
        return knocked(id, identityKey, name);
      case "locked":
        if (connected(id) || !heeds(id, identityKey, count)) return;
        if (bolted()) drop();
        members.remove(id);
        waiting.told(id, count);
        break;
      case "denied":
        waiting.denied(id);
    }
    show();
  }

  /** Whether this page minds that somebody whom it is not connected with keeps a lock. */
  function heeds(id: string, identityKey: string, count: number): boolean {
    // In a call it is the members of that call who tell of a lock, and part who is not inside.
    if (company.is()) {
      return !bolted() && (!company.isSettled() || waiting.has(id) || members.isProven(id));
    }
    // They know less than this page; or they are not of those who can know more.
    const theirs = compareLocks(lock, { count, by: "" });
    return bolted() ? theirs === "newer" && isIn(id, identityKey) : theirs !== "older";
  }

  /** Forgets a lock that others have turned without this page. */
  function drop(): void {
    lock = null;
    kept.write(lock);
    knocks.clear();
  }

  function knocked(id: string, identityKey: string, name: string): void {
    if (!bolted() || isIn(id, identityKey)) {
      // It may have been turned away while the call was locked.
      if (!members.get(id)) members.ensure(id)?.reconnect();
      return;
    }
    turnAway(id);
    knocks.note({ id, identityKey, name });
    show();
  }

  function turnAway(id: string): void {
    const now = elapsed();
    if (!lock || now - (turnedAway.get(id) ?? -Infinity) < TELL_EVERY) return;
    setBounded(turnedAway, id, now);
    write(id, { lock: "locked", count: lock.count });
  }

  /** A member has told which lock it holds. */
  function hearLock(from: string, name: string, next: LockState): void {
    const age = compareLocks(lock, next);
    // The same turn, of the member that has made it: what others have added to it is not.
    const itself = from === next.by && isNamed(next, me.id, me.identityKey);
    if (age === "same" && bolted() && !telling.firsthand && itself) take(next, name, true);
    else if (age !== "same" && believed(from, next, age)) take(next, name, from === next.by);
  }

  /** Whether a turn that a member has told is believed. */
  function believed(from: string, next: LockState, age: Age): boolean {
    // Own turns are made here, or remembered: nobody else tells them.
    if (next.by === me.id || next.on && !isNamed(next, me.id, me.identityKey)) return false;
    // Inside, only whoever has turned it: who was just let in may have been told anything.
    if (bolted()) {
      return age === "newer" && isIn(from, keyOf(from)) && (restored || from === next.by);
    }
    // Nothing is lost by a lock that names this page, wherever its count comes from.
    return age === "newer" || age === "foreign" && next.on;
  }

  function take(next: LockState, name: string | null, own: boolean): void {
    by = next.on || lock?.on ? name : null;
    // Whoever has been let in, or lets this page in, may be waiting for its first word.
    const awaited = new Set(bolted() ? next.inside.map(({ id }) => id) : []);
    lock = next;
    last = next.count;
    telling.begin(own);
    restored = false;
    kept.write(lock);
    if (lock.on) {
      for (const { peer } of members.list()) {
        if (isIn(peer.id)) continue;
        peer.send({ type: "bye" });
        members.remove(peer.id);
        // It may have been let in and out again in a moment, and nothing else would tell it.
        turnedAway.delete(peer.id);
        turnAway(peer.id);
      }
    }
    for (const { id, identityKey } of knocks.all()) {
      if (bolted() && !isIn(id, identityKey)) continue;
      knocks.drop(id);
      awaited.add(id);
    }
    for (const id of waiting.passed(next)) awaited.add(id);
    for (const id of awaited) if (id !== me.id && !members.get(id)) members.ensure(id)?.reconnect();
    for (const pair of members.list()) inform(pair);
    show();
  }

  function admit({ id, identityKey }: Insider, mine: boolean): void {
    const next = lock && withInside(lock, [{ id, identityKey }]);
    if (!next || next === lock) return;
    lock = next;
    telling.admitted({ id, identityKey }, mine);
    knocks.drop(id);
    for (const pair of members.list()) inform(pair);
    if (!members.get(id)) members.ensure(id)?.reconnect();
    show();
  }

  function keyOf(id: string): string | undefined {
    return members.get(id)?.connection()?.partner()?.sessionInfo.identityKey;
  }

  function look(): void {
    // The keys of those who were inside before this page had met them.
    if (lock) lock = withInside(lock, learnedKeys(lock, members.list()));
    if (lock) kept.write(lock);
    for (const pair of members.list()) {
      inform(pair);
      if (pair.peer.connection()?.state() !== "connected") continue;
      waiting.met(pair.peer.id);
    }
    knocks.tidy();
    company.look();
    waiting.look();
    show();
    later(LOOK_EVERY, look, signal);
  }

  function show(): void {
    const door: LockView = isOutside() ? { side: "outside", answer: waiting.answer() } : {
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

  return {
    rejects: bars,
    receive(from, name, motion) {
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
      const guest = { id, identityKey: knock.identityKey };
      if (!welcome) {
        knocks.deny(id);
        write(id, { lock: "denied" });
        for (const { peer } of members.list()) peer.send({ type: "deny", id });
        show();
      } else if (lock.inside.length < MAX_INSIDE) {
        admit(guest, true);
      } else {
        // Those who have left are forgotten.
        const inside = [...insiders(), guest];
        const count = nextCount(lock.count);
        take({ type: "lock", on: true, count, by: me.id, inside }, null, true);
      }
    },
    knock() {
      waiting.again();
      show();
    },
  };
}

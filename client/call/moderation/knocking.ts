import { setBounded } from "../../platform/bounded_map.ts";
import type { Members } from "../room/members.ts";
import type { ConnectedTime } from "./connected_time.ts";
import { type KnockMessage, MAX_STRANGERS } from "./knock.ts";
import type { KnockList } from "./knock_list.ts";
import type { LockRegister } from "./lock_register.ts";
import { compareLocks } from "./lock_state.ts";
import type { WaitingRoom } from "./waiting_room.ts";

/** Options of {@link openKnocking}. */
export interface KnockingOptions {
  readonly register: LockRegister;
  readonly members: Pick<Members, "ensure" | "get" | "remove" | "isProven">;
  readonly knocks: KnockList;
  readonly waiting: WaitingRoom;
  readonly connectedTime: ConnectedTime;
  /** Sends a sealed and signed envelope to the page with this id. */
  readonly write: (to: string, message: KnockMessage) => void;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
}

/** Messages between pages on two sides of a lock, which are not connected with each other. */
export interface Knocking {
  /** Takes a message of the page with this id, signed with this key. */
  receive(id: string, identityKey: string, message: KnockMessage): void;
  /** Tells a page outside that the call is locked, unless it was told a moment ago. */
  turnAway(id: string): void;
  /** Tells a page that was inside until now. */
  expel(id: string): void;
}

/** A page outside is told so at most this often. */
const TURN_AWAY_MS = 2000;

/** Opens it before anybody has knocked. */
export function openKnocking(options: KnockingOptions): Knocking {
  const { register, members, knocks, waiting, connectedTime, write, elapsed } = options;
  const turnedAway = new Map<string, number>();

  function receiveKnock(id: string, identityKey: string, name: string): void {
    if (register.isLocked && !register.isInside(id, identityKey)) {
      turnAway(id);
      knocks.note({ id, identityKey, name });
      return;
    }
    // It may have been turned away while the call was locked.
    if (!members.get(id)) members.ensure(id)?.reconnect();
  }

  function receiveLocked(id: string, identityKey: string, count: number): void {
    const connected = members.get(id)?.connection()?.state() === "connected";
    if (connected || !believes(id, identityKey, count)) return;
    if (register.isLocked) {
      register.clear();
      knocks.clear();
    }
    members.remove(id);
    waiting.told(id, count);
  }

  /** True if this page believes a member that it is not connected with that the call is locked. */
  function believes(id: string, identityKey: string, count: number): boolean {
    // In a call it is the members of that call who tell of a lock, and part who is not inside.
    if (connectedTime.isConnected()) {
      return !register.isLocked &&
        (!connectedTime.isSettled() || waiting.has(id) || members.isProven(id));
    }
    // They know less than this page; or they are not of those who can know more.
    const theirs = compareLocks(register.lock, { count, by: "" });
    return register.isLocked
      ? theirs === "newer" && register.isInside(id, identityKey)
      : theirs !== "older";
  }

  function turnAway(id: string): void {
    const now = elapsed();
    const { lock } = register;
    if (!lock || now - (turnedAway.get(id) ?? -Infinity) < TURN_AWAY_MS) return;
    setBounded(turnedAway, id, now, MAX_STRANGERS);
    write(id, { lock: "locked", count: lock.count });
  }

  return {
    receive(id, identityKey, { lock, name = "", count = 1 }) {
      switch (lock) {
        case "knock":
          return receiveKnock(id, identityKey, name);
        case "locked":
          return receiveLocked(id, identityKey, count);
        case "denied":
          return waiting.denied(id);
      }
    },
    turnAway,
    expel(id) {
      // It may have been let in and out again in a moment, and nothing else would tell it.
      turnedAway.delete(id);
      turnAway(id);
    },
  };
}

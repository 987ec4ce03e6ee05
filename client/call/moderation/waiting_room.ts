import { setBounded } from "../../platform/bounded_map.ts";
import { MAX_STRANGERS } from "./knock.ts";
import type { LockState } from "../messages/group_control.ts";
import { DENIED_MS, GONE_MS } from "./knock_list.ts";
import { compareLocks } from "./lock_state.ts";

/** Options of {@link openWaitingRoom}. */
export interface WaitingRoomOptions {
  readonly elapsed: () => number;
  /** Sends a knock to this member. */
  readonly knockAt: (id: string) => void;
}

/** Members inside a lock that this page is not in, and what it has heard from them. */
export interface WaitingRoom {
  readonly any: boolean;
  has(id: string): boolean;
  /** A member keeps a lock of this count: the page knocks, now and then. */
  told(id: string, count: number): void;
  /** A member has not let this page in. */
  denied(id: string): void;
  answer(): "none" | "no" | "just-no";
  /** Asks everybody once more, if enough time has passed. */
  again(): void;
  /** A connection with this member works. */
  met(id: string): void;
  /** Takes off all members whose lock this one follows, and returns their ids. */
  passed(lock: LockState): string[];
  /** Knocks again when it is time, and takes off members that are not there any more. */
  update(): void;
  clear(): void;
}

/** Interval between the knocks of a page that waits. */
const KNOCK_MS = 20_000;
/** Interval after which a page that is turned away knocks again: the call may have been open before. */
const KNOCK_AGAIN_MS = 5000;

/** Opens it with no member inside. */
export function openWaitingRoom({ elapsed, knockAt }: WaitingRoomOptions): WaitingRoom {
  const inside = new Map<string, { at: number; readonly count: number }>();
  const knocked = new Map<string, number>();
  /** When somebody inside has said no; null: nobody has since this page knocked. */
  let deniedAt: number | null = null;

  const since = (id: string) => elapsed() - (knocked.get(id) ?? -Infinity);
  const mayKnock = () => deniedAt !== null && elapsed() - deniedAt >= DENIED_MS;

  function knock(id: string): void {
    setBounded(knocked, id, elapsed(), MAX_STRANGERS);
    knockAt(id);
  }

  return {
    get any() {
      return inside.size > 0;
    },
    has: (id) => inside.has(id),
    told(id, count) {
      setBounded(inside, id, { at: elapsed(), count }, MAX_STRANGERS);
      if (since(id) >= KNOCK_AGAIN_MS) knock(id);
    },
    denied(id) {
      if (inside.has(id)) deniedAt = elapsed();
    },
    answer: () => deniedAt === null ? "none" : mayKnock() ? "no" : "just-no",
    again() {
      if (!mayKnock()) return;
      deniedAt = null;
      for (const [id, told] of inside) {
        told.at = elapsed();
        knock(id);
      }
    },
    met(id) {
      inside.delete(id);
      knocked.delete(id);
    },
    passed(lock) {
      const all = [...inside].filter(([, { count }]) =>
        compareLocks(lock, { count, by: "" }) !== "newer"
      ).map(([id]) => id);
      for (const id of all) inside.delete(id);
      knocked.clear();
      return all;
    },
    update() {
      if (deniedAt !== null) return;
      for (const [id, { at }] of inside) {
        if (elapsed() - at > GONE_MS) inside.delete(id);
        else if (since(id) >= KNOCK_MS) knock(id);
      }
    },
    clear: () => inside.clear(),
  };
}

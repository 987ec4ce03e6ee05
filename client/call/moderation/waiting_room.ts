import type { LockState } from "../messages/group_control.ts";
import { DENIED_MS, GONE_MS } from "./knock_list.ts";
import { compareLocks, setBounded } from "./lock_register.ts";

/** Options of waiting before a lock. */
export interface WaitingRoomOptions {
  readonly elapsed: () => number;
  /** Knocks at this member's door. */
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
  /** Takes off all whose lock this one follows, and tells who they are. */
  passed(lock: LockState): string[];
  /** Looks at the time: knocks again, and takes off who is not there any more. */
  look(): void;
  clear(): void;
}

/** Whoever waits knocks this often. */
const KNOCK_MS = 20_000;
/** Or this long after it was told to: the door may have been open the last time. */
const KNOCK_AGAIN_MS = 5000;

/** Waits before nobody's lock yet. */
export function openWaitingRoom({ elapsed, knockAt }: WaitingRoomOptions): WaitingRoom {
  const closed = new Map<string, { at: number; readonly count: number }>();
  const asked = new Map<string, number>();
  /** When somebody inside has said no; null: nobody has since this page knocked. */
  let deniedAt: number | null = null;

  const since = (id: string) => elapsed() - (asked.get(id) ?? -Infinity);
  const mayKnock = () => deniedAt !== null && elapsed() - deniedAt >= DENIED_MS;

  function knock(id: string): void {
    setBounded(asked, id, elapsed());
    knockAt(id);
  }

  return {
    get any() {
      return closed.size > 0;
    },
    has: (id) => closed.has(id),
    told(id, count) {
      setBounded(closed, id, { at: elapsed(), count });
      if (since(id) >= KNOCK_AGAIN_MS) knock(id);
    },
    denied(id) {
      if (closed.has(id)) deniedAt = elapsed();
    },
    answer: () => deniedAt === null ? "none" : mayKnock() ? "no" : "just-no",
    again() {
      if (!mayKnock()) return;
      deniedAt = null;
      for (const [id, said] of closed) {
        said.at = elapsed();
        knock(id);
      }
    },
    met(id) {
      closed.delete(id);
      asked.delete(id);
    },
    passed(lock) {
      const all = [...closed].filter(([, { count }]) =>
        compareLocks(lock, { count, by: "" }) !== "newer"
      ).map(([id]) => id);
      for (const id of all) closed.delete(id);
      asked.clear();
      return all;
    },
    look() {
      if (deniedAt !== null) return;
      for (const [id, { at }] of closed) {
        if (elapsed() - at > GONE_MS) closed.delete(id);
        else if (since(id) >= KNOCK_MS) knock(id);
      }
    },
    clear: () => closed.clear(),
  };
}

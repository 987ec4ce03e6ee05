import { lockKey, recallLock } from "./lock_storage.ts";
import {
  type Insider,
  type LockState,
  MAX_COUNT,
  MAX_INSIDE,
  readControlMessage,
} from "../messages/group_control.ts";

/** The next count after {@link MAX_COUNT} is 1. */
export function nextCount(count: number): number {
  return count >= MAX_COUNT ? 1 : count + 1;
}

/** Counts further apart than this are not of one call: nobody turns a lock a thousand times. */
const MAX_JUMP = 1000;

/** A turn of the lock, seen from the one that a page holds. */
export type Age = "newer" | "same" | "older" | "foreign";

/**
 * Compares two turns. Counts are serial numbers (RFC 1982): they go round, so that no count, however
 * high, can be the last one.
 */
export function compareLocks(
  lock: Pick<LockState, "count" | "by"> | null,
  next: typeof lock & object,
): Age {
  if (!lock) return "newer";
  const ahead = (next.count - lock.count + MAX_COUNT) % MAX_COUNT;
  if (ahead === 0) return next.by === lock.by ? "same" : next.by > lock.by ? "newer" : "older";
  if (ahead <= MAX_JUMP) return "newer";
  return MAX_COUNT - ahead <= MAX_JUMP ? "older" : "foreign";
}

/** Whether a lock names this member, under this signing key as far as both are known. */
export function isNamed(lock: LockState | null, id: string, identityKey = ""): boolean {
  return lock?.inside.some((one) => {
    return one.id === id && (!one.identityKey || !identityKey || one.identityKey === identityKey);
  }) ?? false;
}

/** The lock with these members inside as well; the same one when it names all of them already. */
export function withInside(lock: LockState, more: readonly Insider[]): LockState {
  const inside = [...lock.inside];
  let changed = false;
  for (const { id, identityKey } of more) {
    const unkeyed = inside.findIndex((one) => one.id === id && !one.identityKey);
    if (unkeyed >= 0 ? !identityKey : isNamed({ ...lock, inside }, id, identityKey)) continue;
    // Whoever was inside before the key was known is inside with the first key that is told.
    if (unkeyed >= 0) inside[unkeyed] = { id, identityKey };
    else if (inside.length < MAX_INSIDE) inside.push({ id, identityKey });
    else continue;
    changed = true;
  }
  return changed ? { ...lock, inside } : lock;
}

/** That it is there is noted this often, in ms. */
const NOTE_EVERY = 5000;

/** What is kept over a reload of the page: otherwise it would believe the first who tells it. */
export interface LockStorage {
  read(): LockState | null;
  /** To be called again while the page is there. */
  write(lock: LockState | null): void;
}

/** Keeps a room's lock; `now` is in ms since 1970. */
export function openLockStorage(
  storage: Pick<Storage, "getItem" | "setItem"> | null,
  roomId: string,
  now: () => number,
): LockStorage {
  const slot = lockKey(roomId);
  let noted: { readonly lock: LockState | null; readonly at: number } | null = null;
  return {
    read() {
      const motion = readControlMessage(recallLock(storage, roomId, now()));
      return motion?.type === "lock" ? motion : null;
    },
    write(lock) {
      const at = now();
      if (noted?.lock === lock && Math.abs(at - noted.at) < NOTE_EVERY) return;
      noted = { lock, at };
      try {
        storage?.setItem(slot, `${at} ${JSON.stringify(lock)}`);
      } catch {
        // A full or forbidden storage costs the memory of the lock.
      }
    },
  };
}

/** Times and answers that are kept of strangers, who may take as many ids as they like. */
const MOST_STRANGERS = 64;

/** Notes this of a member, as the newest; the oldest note goes when there are too many. */
export function setBounded<T>(book: Map<string, T>, id: string, what: T): void {
  book.delete(id);
  book.set(id, what);
  const [oldest] = book.keys();
  if (book.size > MOST_STRANGERS && oldest) book.delete(oldest);
}

import { lockSlot, recallLock } from "./lock_storage.ts";
import { type Lock, readMotion } from "./motion.ts";

/** Whether the next state of the lock is newer (above 0), the same turn of it (0), or older. */
export function compare(lock: Lock | null, next: Lock): number {
  if (!lock) return 1;
  return next.count - lock.count || Number(next.by > lock.by) - Number(next.by < lock.by);
}

/** Whether a lock names this member, under this signing key as far as both are known. */
export function names(lock: Lock | null, id: string, idk = ""): boolean {
  return lock?.inside.some((one) => {
    return one.id === id && (!one.idk || !idk || one.idk === idk);
  }) ?? false;
}

/** That it is there is noted this often, in ms. */
const NOTE_EVERY = 5000;

/** What is kept over a reload of the page: otherwise it would believe the first who tells it. */
export interface Kept {
  read(): Lock | null;
  /** To be called again while the page is there. */
  write(lock: Lock | null): void;
}

/** Keeps a room's lock; `now` is in ms since 1970. */
export function keepLock(
  storage: Pick<Storage, "getItem" | "setItem"> | null,
  roomId: string,
  now: () => number,
): Kept {
  const slot = lockSlot(roomId);
  let noted: { readonly lock: Lock | null; readonly at: number } | null = null;
  return {
    read() {
      const motion = readMotion(recallLock(storage, roomId, now()));
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
export function remember<T>(book: Map<string, T>, id: string, what: T): void {
  book.delete(id);
  book.set(id, what);
  const [oldest] = book.keys();
  if (book.size > MOST_STRANGERS && oldest) book.delete(oldest);
}

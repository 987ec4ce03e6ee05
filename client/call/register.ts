import { type Insider, type Lock, MOST_INSIDE } from "./motion.ts";

/** Whether the next state of the lock is newer (above 0), the same turn of it (0), or older. */
export function compare(lock: Lock | null, next: Lock): number {
  if (!lock) return 1;
  return next.count - lock.count || Number(next.by > lock.by) - Number(next.by < lock.by);
}

/** Everybody in either; a member under two signing keys is there twice. */
export function united(some: readonly Insider[], more: readonly Insider[]): readonly Insider[] {
  const all = new Map([...some, ...more].map((one) => [one.id + one.idk, one]));
  return [...all.values()].slice(0, MOST_INSIDE);
}

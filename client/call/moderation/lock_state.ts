import { type Insider, type LockState, MAX_COUNT, MAX_INSIDE } from "../messages/group_control.ts";

/** The next count after {@link MAX_COUNT} is 1. */
export function nextCount(count: number): number {
  return count >= MAX_COUNT ? 1 : count + 1;
}

/** Counts further apart than this are not of one call: nobody changes a lock a thousand times. */
const MAX_COUNT_STEPS = 1000;

/** Age of a lock, seen from the one that a page holds. */
export type Age = "newer" | "same" | "older" | "foreign";

/**
 * Compares two locks. Counts are serial numbers (RFC 1982): they go round, so that no count, however
 * high, can be the last one.
 */
export function compareLocks(
  lock: Pick<LockState, "count" | "by"> | null,
  next: typeof lock & object,
): Age {
  if (!lock) return "newer";
  const ahead = (next.count - lock.count + MAX_COUNT) % MAX_COUNT;
  if (ahead === 0) return next.by === lock.by ? "same" : next.by > lock.by ? "newer" : "older";
  if (ahead <= MAX_COUNT_STEPS) return "newer";
  return MAX_COUNT - ahead <= MAX_COUNT_STEPS ? "older" : "foreign";
}

/** True if a lock names this member, under this signing key as far as both are known. */
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
    // A member that was inside before its key was known is inside with the first key that is told.
    if (unkeyed >= 0) inside[unkeyed] = { id, identityKey };
    else if (inside.length < MAX_INSIDE) inside.push({ id, identityKey });
    else continue;
    changed = true;
  }
  return changed ? { ...lock, inside } : lock;
}

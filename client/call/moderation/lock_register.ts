import type { Insider, LockState } from "../messages/group_control.ts";
import { compareLocks, isNamed, nextCount, withInside } from "./lock_state.ts";
import type { LockStorage } from "./lock_storage.ts";

/** Member that has told a lock on its connection, with its signing key if that is known. */
export interface Source {
  readonly id: string;
  readonly identityKey: string | undefined;
}

/**
 * Copy of the lock that this page holds. Every member has one: the newest (count, by) wins, and
 * those inside one lock only grow, whoever tells of them. A page inside believes each member only
 * what that member has done itself.
 */
export interface LockRegister {
  readonly lock: LockState | null;
  readonly isLocked: boolean;
  /** Name of the member that has changed it last; null: this page, or nobody has just now. */
  readonly changedBy: string | null;
  /** True if the lock was heard from the member that has made it, or was made here. */
  readonly isFirsthand: boolean;
  /** True if the lock names this member, under this key as far as both are known. */
  isInside(id: string, identityKey?: string): boolean;
  /** True if this lock, told by this member, is to replace the one here. */
  accepts(source: Source, next: LockState): boolean;
  /** Replaces the lock by one that a member of this name has told, or by one of this page. */
  set(next: LockState, name: string | null, firsthand: boolean): void;
  /** The lock that this page would make now. */
  next(on: boolean, inside: readonly Insider[]): LockState;
  /** Adds members to those inside; false when all of them are there already. */
  include(more: readonly Insider[]): boolean;
  /** Forgets a lock that others have changed without this page. */
  clear(): void;
  /** Writes the lock to the storage; to be called again while the page is there. */
  save(): void;
}

/** Opens the register of the member `me`, with the lock that is stored. */
export function openLockRegister(me: Insider, storage: LockStorage): LockRegister {
  let lock = storage.read();
  /** It is from before a reload: a member that has left since may have changed it. */
  let restored = lock !== null;
  let changedBy: string | null = null;
  let firsthand = false;
  /** Count of the last lock that this page has held: its own ones go on from there. */
  let lastCount = lock?.count ?? 0;

  const isLocked = () => lock?.on === true;
  const isInside = (id: string, identityKey?: string) => isNamed(lock, id, identityKey);

  return {
    get lock() {
      return lock;
    },
    get isLocked() {
      return isLocked();
    },
    get changedBy() {
      return changedBy;
    },
    get isFirsthand() {
      return firsthand;
    },
    isInside,
    accepts({ id, identityKey }, next) {
      const age = compareLocks(lock, next);
      const namesMe = isNamed(next, me.id, me.identityKey);
      const byAuthor = id === next.by;
      // The same lock from its author: what others have added to it is not in there.
      if (age === "same") return isLocked() && !firsthand && byAuthor && namesMe;
      // Own locks are made here, or stored: nobody else tells them.
      if (next.by === me.id || next.on && !namesMe) return false;
      // Inside, only its author is believed: a guest who was just let in may have been told anything.
      if (isLocked()) {
        return age === "newer" && isInside(id, identityKey) && (restored || byAuthor);
      }
      // Nothing is lost by a lock that names this page, wherever its count comes from.
      return age === "newer" || age === "foreign" && next.on;
    },
    set(next, name, isFirsthand) {
      changedBy = next.on || isLocked() ? name : null;
      lock = next;
      lastCount = next.count;
      firsthand = isFirsthand;
      restored = false;
      storage.write(lock);
    },
    next: (on, inside) => ({
      type: "lock",
      on,
      count: nextCount(lock?.count ?? lastCount),
      by: me.id,
      inside: on ? [...inside] : [],
    }),
    include(more) {
      const before = lock;
      lock &&= withInside(lock, more);
      return lock !== before;
    },
    clear() {
      lock = null;
      storage.write(lock);
    },
    save() {
      if (lock) storage.write(lock);
    },
  };
}

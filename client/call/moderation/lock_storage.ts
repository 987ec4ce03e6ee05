import { keepText } from "../../platform/storage.ts";
import { type LockState, readControlMessage } from "../messages/group_control.ts";
import { lockKey, recallLock } from "./remembered_lock.ts";

/** The lock is written again this often although it is the same: its age tells that the page was there. */
const REWRITE_MS = 5000;

/** Copy of the lock that survives a reload: otherwise the page would believe the first who tells one. */
export interface LockStorage {
  read(): LockState | null;
  /** To be called again while the page is there. */
  write(lock: LockState | null): void;
}

/** Opens the storage of a room's lock; `now` is in ms since 1970. */
export function openLockStorage(
  storage: Pick<Storage, "getItem" | "setItem"> | null,
  roomId: string,
  now: () => number,
): LockStorage {
  const key = lockKey(roomId);
  let written: { readonly lock: LockState | null; readonly at: number } | null = null;
  return {
    read() {
      const message = readControlMessage(recallLock(storage, roomId, now()));
      return message?.type === "lock" ? message : null;
    },
    write(lock) {
      const at = now();
      if (written?.lock === lock && Math.abs(at - written.at) < REWRITE_MS) return;
      written = { lock, at };
      keepText(storage, key, `${at} ${JSON.stringify(lock)}`);
    },
  };
}

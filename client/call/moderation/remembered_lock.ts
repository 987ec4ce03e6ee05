import { readText } from "../../platform/storage.ts";

/** A lock is remembered for this long after the page was last there. */
export const REMEMBERED_MS = 60_000;

/** Key of a room's lock in the tab's storage. */
export const lockKey = (roomId: string) => `visavis.lock.${roomId}`;

/** Reads what the tab remembers of a room's lock, as JSON; empty when there is nothing, or too old. */
export function recallLock(
  storage: Pick<Storage, "getItem"> | null,
  roomId: string,
  now: number,
): string {
  const [at = "", json = ""] = readText(storage, lockKey(roomId)).split(/ (.*)/);
  return at !== "" && Math.abs(now - Number(at)) <= REMEMBERED_MS ? json : "";
}

/** True if the tab was in this room a moment ago, and the call was locked. */
export function remembersLock(
  storage: Pick<Storage, "getItem"> | null,
  roomId: string,
  now: number,
): boolean {
  return recallLock(storage, roomId, now).includes('"on":true');
}

import type { FileRecord, FileRecords } from "./file_records.ts";
import type { FileStore } from "./file_store.ts";

/** Bytes and records of files that a browser keeps, of all its pages. */
export interface Kept {
  readonly store: FileStore;
  readonly records: FileRecords;
}

/** Time after which files of an earlier visit are removed. */
const OLD_MS = 24 * 60 * 60 * 1000;

/** Removes files of earlier visits, and bytes that nothing is known of; gives what is left. */
export async function removeOldFiles(
  { store, records }: Kept,
  now: number,
): Promise<readonly FileRecord[]> {
  const all = await records.all();
  const fresh = all.filter(({ at }) => now - at < OLD_MS);
  for (const one of all) if (!fresh.includes(one)) await records.remove(one.slot);
  const known = fresh.map(({ slot }) => slot);
  for (const name of await store.names()) if (!known.includes(name)) await store.remove(name);
  return fresh;
}

/** Removes what this member had not finished in this room. */
export async function removeUnfinished(
  { store, records }: Kept,
  { room, me }: Pick<FileRecord, "room" | "me">,
): Promise<void> {
  for (const { slot, done, ...one } of await records.all()) {
    if (done || one.room !== room || one.me !== me) continue;
    await store.remove(slot);
    await records.remove(slot);
  }
}

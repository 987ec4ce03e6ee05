import type { FileTransfer } from "../../state/files.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Member } from "../room/member.ts";
import { type FileStoreOptions, openFileStore } from "./disk_store.ts";
import { fileMembers } from "./file_member.ts";
import type { FileRecord, FileRecords } from "./file_records.ts";
import type { FileStore } from "./file_store.ts";
import {
  type FileTransfers,
  type FileTransfersOptions,
  openFileTransfers,
} from "./file_transfers.ts";
import { openRecords } from "./indexed_records.ts";

/** Options of {@link startFiles}. */
export interface StartFilesOptions
  extends
    Pick<FileTransfersOptions, "me" | "room" | "isNarrow" | "addLine">,
    Pick<FileStoreOptions, "startWorker"> {
  readonly members: () => readonly Member[];
  readonly clock: Pick<Clock, "elapsed" | "later" | "now">;
  /** Notes on this device that files are kept, or that none are any more. */
  readonly noteKept: (kept: boolean) => void;
  readonly show: (transfers: readonly FileTransfer[]) => void;
  readonly signal: AbortSignal;
}

/** Time after which a file that was left behind is removed, unless its page is being reloaded. */
const LEFT_MS = 10_000;
/** Time after which files of an earlier visit are removed. */
const OLD_MS = 24 * 60 * 60 * 1000;

/** Stay that began last: one that ended just before it leaves its files to it. */
let newest: AbortSignal | null = null;

/** Starts the files of one stay with the storage of this browser. */
export async function startFiles(options: StartFilesOptions): Promise<FileTransfers> {
  const { me, room, clock, signal } = options;
  newest = signal;
  const [records, store] = await Promise.all([
    openRecords(globalThis.indexedDB),
    openFileStore({
      startWorker: options.startWorker,
      root: () => navigator.storage.getDirectory(),
      signal,
    }),
  ]);
  const all = await records.all().catch(() => []);
  const fresh = all.filter(({ at }) => clock.now() - at < OLD_MS);
  await sweep(store, records, all, fresh).catch(() => {});
  options.noteKept(fresh.length > 0);
  const mine = fresh.filter((one) => one.room === room && one.me === me);
  const addresses: string[] = [];
  signal.addEventListener("abort", () => {
    for (const one of addresses) URL.revokeObjectURL(one);
    clock.later(LEFT_MS, () => {
      if (newest === signal) void abandon(store, records, { room, me }).catch(() => {});
    }, new AbortController().signal);
  }, { once: true });
  const { isNarrow, addLine, show } = options;
  return openFileTransfers({
    me,
    room,
    clock,
    isNarrow,
    addLine,
    signal,
    members: () => fileMembers(options.members()),
    store,
    records,
    address(bytes) {
      // Of no type that a browser would show: it is saved and not opened.
      const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
      addresses.push(address);
      return address;
    },
    show(transfers) {
      if (transfers.length > 0) options.noteKept(true);
      show(transfers);
    },
  }, mine);
}

/** Removes files of earlier visits, and bytes that nothing is known of. */
async function sweep(
  store: FileStore,
  records: FileRecords,
  all: readonly FileRecord[],
  fresh: readonly FileRecord[],
): Promise<void> {
  for (const { slot } of all.filter((one) => !fresh.includes(one))) await records.remove(slot);
  const known = fresh.map(({ slot }) => slot);
  for (const name of await store.names()) if (!known.includes(name)) await store.remove(name);
}

/** Removes what was not finished when the person left the room. */
async function abandon(
  store: FileStore,
  records: FileRecords,
  { room, me }: { readonly room: string; readonly me: string },
): Promise<void> {
  for (const { slot, done, ...one } of await records.all()) {
    if (done || one.room !== room || one.me !== me) continue;
    await store.remove(slot);
    await records.remove(slot);
  }
}

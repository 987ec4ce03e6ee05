import type { FileTransfer } from "../../state/files.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Member } from "../room/member.ts";
import { type FileStoreOptions, openFileStore } from "./disk_store.ts";
import { fileMembers } from "./file_member.ts";
import {
  type FileTransfers,
  type FileTransfersOptions,
  openFileTransfers,
} from "./file_transfers.ts";
import { openRecords } from "./indexed_records.ts";
import { removeOldFiles, removeUnfinished } from "./file_cleanup.ts";

/** Options of {@link startFiles}. */
export interface StartFilesOptions
  extends
    Pick<FileTransfersOptions, "me" | "room" | "isNarrow" | "addLine">,
    Pick<FileStoreOptions, "startWorker" | "inTime"> {
  readonly members: () => readonly Member[];
  readonly clock: Pick<Clock, "elapsed" | "later" | "now">;
  /** Notes on this device that files are kept, or that none are any more. */
  readonly noteKept: (kept: boolean) => void;
  readonly show: (transfers: readonly FileTransfer[]) => void;
  readonly signal: AbortSignal;
}

/** Time after which a file that was left behind is removed, unless its page is being reloaded. */
const LEFT_MS = 10_000;

/** Stay that began last: one that ended just before it leaves its files to it. */
let newest: AbortSignal | null = null;

/** Starts the files of one stay with the storage of this browser. */
export async function startFiles(options: StartFilesOptions): Promise<FileTransfers> {
  const { me, room, clock, signal } = options;
  newest = signal;
  const [records, store] = await Promise.all([
    openRecords(globalThis.indexedDB, options.inTime),
    openFileStore({
      startWorker: options.startWorker,
      root: () => navigator.storage.getDirectory(),
      inTime: options.inTime,
      signal,
    }),
  ]);
  const fresh = await removeOldFiles({ store, records }, clock.now()).catch(() => []);
  options.noteKept(fresh.length > 0);
  const mine = fresh.filter((one) => one.room === room && one.me === me);
  const addresses: string[] = [];
  signal.addEventListener("abort", () => {
    for (const one of addresses) URL.revokeObjectURL(one);
    clock.later(LEFT_MS, () => {
      if (newest === signal) {
        void removeUnfinished({ store, records }, { room, me }).catch(() => {});
      }
    }, new AbortController().signal);
  }, { once: true });
  const { isNarrow, addLine, show, noteKept } = options;
  return openFileTransfers({
    me,
    room,
    clock,
    isNarrow,
    addLine,
    signal,
    members: () => fileMembers(options.members()),
    store,
    records: {
      ...records,
      put(record) {
        noteKept(true);
        return records.put(record);
      },
    },
    address(bytes) {
      // Of no type that a browser would show: it is saved and not opened.
      const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
      addresses.push(address);
      return address;
    },
    show,
  }, mine);
}

import type { InTime } from "../../platform/in_time.ts";
import { type FileRecord, type FileRecords, memoryRecords, readRecord } from "./file_records.ts";

const DATABASE = "visavis-files";
const STORE = "files";

/**
 * Opens the records of this browser; in memory where it keeps none, as in some private windows, and
 * where it does not answer, as Safari's after a start (WebKit bug 226547).
 */
export async function openRecords(
  factory: IDBFactory | undefined,
  inTime: InTime,
): Promise<FileRecords> {
  if (!factory) return memoryRecords();
  try {
    return recordsIn(await inTime(open(factory)), inTime);
  } catch {
    return memoryRecords();
  }
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "slot" });
  return outcome(request);
}

function recordsIn(database: IDBDatabase, inTime: InTime): FileRecords {
  const store = (mode: IDBTransactionMode) => database.transaction(STORE, mode).objectStore(STORE);
  const outcomeOf = <T>(request: IDBRequest<T>) => inTime(outcome(request));
  return {
    async all() {
      const kept: readonly unknown[] = await outcomeOf(store("readonly").getAll());
      return kept.map(readRecord).filter((one) => one !== undefined);
    },
    async put(record: FileRecord) {
      await outcomeOf(store("readwrite").put(record));
    },
    async remove(slot) {
      await outcomeOf(store("readwrite").delete(slot));
    },
  };
}

/** Result of a request of IndexedDB (W3C IndexedDB §4.1). */
function outcome<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no database"));
  });
}

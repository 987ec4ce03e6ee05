import { type FileRecord, type FileRecords, memoryRecords, readRecord } from "./file_records.ts";

const DATABASE = "visavis-files";
const STORE = "files";

/** Opens the records of this browser; in memory where it keeps none, as in some private windows. */
export async function openRecords(factory: IDBFactory | undefined): Promise<FileRecords> {
  if (!factory) return memoryRecords();
  try {
    return recordsIn(await open(factory));
  } catch {
    return memoryRecords();
  }
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "slot" });
  return outcome(request);
}

function recordsIn(database: IDBDatabase): FileRecords {
  const store = (mode: IDBTransactionMode) => database.transaction(STORE, mode).objectStore(STORE);
  return {
    async all() {
      const kept: readonly unknown[] = await outcome(store("readonly").getAll());
      return kept.map(readRecord).filter((one) => one !== undefined);
    },
    async put(record: FileRecord) {
      await outcome(store("readwrite").put(record));
    },
    async remove(slot) {
      await outcome(store("readwrite").delete(slot));
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

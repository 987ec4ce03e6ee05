import type { RecordingDisk, RecordingWorker } from "../call/interaction/recordings.ts";
import { finishedMark, lockOf } from "./left_recordings.ts";

/** Bytes of one recording that are kept in memory where a page is given no disk. */
export const MEMORY_LIMIT_BYTES = 512 * 1024 * 1024;
/** Time for which an answer of the worker is waited for, in ms. */
const ANSWER_MS = 10_000;

/** File that a recording is written to as it goes. */
export interface RecordingFile {
  readonly name: string;
  /** Appends; rejects with {@link MemoryFull}, or as the disk does. */
  write(part: Blob): Promise<void>;
  /** Finishes it; gives it to be saved. */
  finish(): Promise<Blob>;
}

/** Thrown when a recording in memory has reached its limit. */
export class MemoryFull extends Error {}

/** Opens a file that the page keeps until it is saved: on disk, or in memory. */
export async function openFile(
  disk: RecordingDisk,
  name: string,
  type: string,
): Promise<RecordingFile> {
  return await onDisk(disk, name).catch(() => null) ?? inMemory(name, type);
}

async function onDisk(disk: RecordingDisk, name: string): Promise<RecordingFile | null> {
  const worker = disk.startWorker();
  if (!worker) return null;
  const ask = questions(worker, disk.later);
  try {
    const folder = await disk.folder(true);
    const entry = `${disk.now()} ${name}`;
    const handle = await folder.getFileHandle(entry, { create: true });
    await ask({ handle, lock: lockOf(entry) });
    return {
      name,
      write: async (part) => await ask(await part.arrayBuffer()),
      async finish() {
        // Each part is on the disk already, whatever comes of this.
        await ask(null).catch(() => {});
        await folder.getFileHandle(finishedMark(entry), { create: true }).catch(() => {});
        worker.terminate();
        return await handle.getFile();
      },
    };
  } catch (fault) {
    worker.terminate();
    throw fault;
  }
}

type Wish = { readonly handle: FileSystemFileHandle; readonly lock: string } | ArrayBuffer | null;

/**
 * Asks the worker, which answers null or what is wrong. The next question comes after the answer.
 * A worker that fails, or does not answer, is asked nothing any more.
 */
function questions(
  worker: RecordingWorker,
  later: RecordingDisk["later"],
): (wish: Wish) => Promise<void> {
  const broken = new AbortController();
  // It may fail before it is asked anything.
  worker.addEventListener("error", () => broken.abort(new Error("the worker failed")));
  return async (wish) => {
    broken.signal.throwIfAborted();
    const over = new AbortController();
    try {
      await new Promise<void>((resolve, reject) => {
        worker.addEventListener("message", ({ data }: MessageEvent<string | null>) => {
          if (data === null) resolve();
          else reject(new Error(data));
        }, over);
        broken.signal.addEventListener("abort", () => reject(broken.signal.reason), over);
        later(ANSWER_MS, () => broken.abort(new Error("the worker is silent")), over.signal);
        worker.postMessage(wish, wish instanceof ArrayBuffer ? [wish] : []);
      });
    } finally {
      over.abort();
    }
  };
}

/** A file in memory, up to a limit. */
export function inMemory(
  name: string,
  type: string,
  limitBytes = MEMORY_LIMIT_BYTES,
): RecordingFile {
  const parts: Blob[] = [];
  let size = 0;
  return {
    name,
    write(part) {
      if (size + part.size > limitBytes) return Promise.reject(new MemoryFull());
      size += part.size;
      parts.push(part);
      return Promise.resolve();
    },
    finish: () => Promise.resolve(new Blob(parts, { type })),
  };
}

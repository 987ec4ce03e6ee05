import type { RecordingDisk, RecordingWorker } from "../call/interaction/recordings.ts";
import { finishedMark, lockOf } from "./left_recordings.ts";

/** Bytes of one recording that are kept in memory where a page is given no disk. */
export const MEMORY_LIMIT_BYTES = 512 * 1024 * 1024;

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
  const { inTime } = disk;
  const ask = questions(worker, inTime);
  const entry = `${disk.now()} ${name}`;
  try {
    const { folder, handle } = await inTime(create(disk, entry));
    await ask({ handle, lock: lockOf(entry) });
    return {
      name,
      write: async (part) => await ask(await part.arrayBuffer()),
      async finish() {
        // Each part is on the disk already, whatever comes of this.
        await ask(null).catch(() => {});
        const mark = folder.getFileHandle(finishedMark(entry), { create: true });
        await inTime(mark).catch(() => {});
        worker.terminate();
        return await inTime(handle.getFile());
      },
    };
  } catch (fault) {
    worker.terminate();
    throw fault;
  }
}

async function create(disk: RecordingDisk, entry: string) {
  const folder = await disk.folder(true);
  return { folder, handle: await folder.getFileHandle(entry, { create: true }) };
}

type Wish = { readonly handle: FileSystemFileHandle; readonly lock: string } | ArrayBuffer | null;

/**
 * Asks the worker, which answers null or what is wrong. The next question comes after the answer.
 * A worker that fails, or does not answer, is asked nothing any more.
 */
function questions(
  worker: RecordingWorker,
  inTime: RecordingDisk["inTime"],
): (wish: Wish) => Promise<void> {
  const broken = new AbortController();
  // It may fail before it is asked anything.
  worker.addEventListener("error", () => broken.abort(new Error("the worker failed")));
  return async (wish) => {
    broken.signal.throwIfAborted();
    const over = new AbortController();
    const answer = new Promise<string | null>((resolve, reject) => {
      worker.addEventListener("message", ({ data }: MessageEvent) => resolve(data), over);
      broken.signal.addEventListener("abort", () => reject(broken.signal.reason), over);
    });
    worker.postMessage(wish, wish instanceof ArrayBuffer ? [wish] : []);
    const fault = await inTime(answer).catch((silent) => {
      broken.abort(silent);
      throw silent;
    }).finally(() => over.abort());
    if (fault !== null) throw new Error(fault);
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

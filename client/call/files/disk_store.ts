import type { InTime } from "../../platform/in_time.ts";
import { BLOCK_BYTES } from "../messages/file_control.ts";
import { decode, encode } from "../security/base64url.ts";
import { type FileStore, memoryStore, type StoredFile } from "./file_store.ts";

/** Slice of a worker that writes files (`platform/file_worker.ts`). */
export type FileWorker = Pick<Worker, "postMessage" | "addEventListener" | "terminate">;

/** Options of {@link openFileStore}. */
export interface FileStoreOptions {
  /** Starts the worker; null where the browser lets none run. */
  readonly startWorker: () => FileWorker | null;
  /** Root of the origin-private file system; may reject. */
  readonly root: () => Promise<FileSystemDirectoryHandle>;
  readonly inTime: InTime;
  readonly signal: AbortSignal;
}

const FOLDER = "visavis-files";
const DIGESTS = ".digests";
/** Name that no file has: whether a worker can write is tried with it. */
const TRIAL = "trial";

/**
 * Opens storage on disk; in memory where the browser gives the page none, or no worker. When the
 * worker fails later, or is silent for too long, further files are kept in memory.
 */
export async function openFileStore(options: FileStoreOptions): Promise<FileStore> {
  const { inTime } = options;
  const worker = options.startWorker();
  if (!worker) return memoryStore();
  const questions = openQuestions(worker, inTime, options.signal);
  try {
    const folder = await inTime(openFolder(options.root));
    const store = diskStore(folder, questions.ask, inTime);
    await store.open(TRIAL, 0);
    await questions.ask({ does: "close", name: TRIAL });
    await store.remove(TRIAL);
    return withFallback(store, questions.isBroken);
  } catch {
    worker.terminate();
    return memoryStore();
  }
}

async function openFolder(root: FileStoreOptions["root"]): Promise<FileSystemDirectoryHandle> {
  return await (await root()).getDirectoryHandle(FOLDER, { create: true });
}

/** Opens files on disk, and in memory once the disk is broken. */
function withFallback(disk: FileStore, isBroken: () => boolean): FileStore {
  const memory = memoryStore();
  const store = () => isBroken() ? memory : disk;
  return {
    get limit() {
      return store().limit;
    },
    open: (name, size) => store().open(name, size),
    async remove(name) {
      await Promise.all([memory.remove(name), disk.remove(name)]);
    },
    names: () => disk.names(),
  };
}

type Ask = (wish: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Wishes to the worker; it is broken once it has failed, or has not answered in time. */
interface Questions {
  readonly ask: Ask;
  readonly isBroken: () => boolean;
}

/** Asks the worker; answers come by number. The end of the stay ends the worker. */
function openQuestions(worker: FileWorker, inTime: InTime, signal: AbortSignal): Questions {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  let isBroken = false;
  const stop = () => {
    isBroken = true;
    worker.terminate();
    for (const asked of waiting.values()) asked.reject(new Error("no worker"));
    waiting.clear();
  };
  worker.addEventListener("message", ({ data: { id, answer, fault } }: MessageEvent) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(fault));
  });
  worker.addEventListener("error", stop);
  signal.addEventListener("abort", stop, { once: true });
  return {
    isBroken: () => isBroken,
    async ask(wish) {
      if (isBroken || signal.aborted) throw new Error("no worker");
      const asked = resolvers();
      const id = ++last;
      waiting.set(id, asked);
      worker.postMessage({ id, ...wish });
      try {
        return await inTime(asked.promise);
      } finally {
        // Neither answered nor refused: the worker is silent.
        if (waiting.has(id)) stop();
      }
    },
  };
}

/** `Promise.withResolvers` is newer than the oldest browsers here. */
function resolvers(): PromiseWithResolvers<unknown> {
  let [resolve, reject]: [(value: unknown) => void, (fault: unknown) => void] = [
    () => {},
    () => {},
  ];
  const promise = new Promise<unknown>((yes, no) => [resolve, reject] = [yes, no]);
  return { promise, resolve, reject };
}

function diskStore(folder: FileSystemDirectoryHandle, ask: Ask, inTime: InTime): FileStore {
  async function fileIn(name: string): Promise<File> {
    return await (await folder.getFileHandle(name)).getFile();
  }

  async function list(): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const name of namesIn(folder)) if (!name.endsWith(DIGESTS)) names.push(name);
    return names;
  }

  async function open(name: string, size: number): Promise<StoredFile> {
    const told = await ask({ does: "open", name, size, block: BLOCK_BYTES });
    const bytes = told instanceof Uint8Array ? told : new Uint8Array();
    const digests: string[] = [];
    for (let at = 0; at < bytes.length; at += 32) digests.push(encode(bytes.subarray(at, at + 32)));
    return {
      digests,
      async append(bytes, digest) {
        await ask({ does: "append", name, bytes, digest: decode(digest) ?? new Uint8Array() });
        digests.push(digest);
      },
      async finish() {
        await ask({ does: "close", name });
        return await inTime(fileIn(name));
      },
    };
  }

  return {
    limit: null,
    open,
    async remove(name) {
      await ask({ does: "close", name }).catch(() => {});
      for (const one of [name, name + DIGESTS]) {
        await inTime(folder.removeEntry(one)).catch(() => {});
      }
    },
    names: () => inTime(list()),
  };
}

/** Names in a folder (WHATWG File System §2.5); none where the browser does not list them. */
async function* namesIn(folder: FileSystemDirectoryHandle): AsyncGenerator<string> {
  const keys: unknown = Reflect.get(folder, "keys");
  if (typeof keys !== "function") return;
  for await (const name of keys.call(folder)) if (typeof name === "string") yield name;
}

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
  readonly signal: AbortSignal;
}

const FOLDER = "visavis-files";
const DIGESTS = ".digests";
/** Name that no file has: whether a worker can write is tried with it. */
const TRIAL = "trial";

/** Opens storage on disk; in memory where the browser gives the page none, or no worker. */
export async function openFileStore(options: FileStoreOptions): Promise<FileStore> {
  const worker = options.startWorker();
  if (!worker) return memoryStore();
  const ask = questions(worker, options.signal);
  try {
    const folder = await (await options.root()).getDirectoryHandle(FOLDER, { create: true });
    const store = diskStore(folder, ask);
    await store.open(TRIAL, 0);
    await ask({ does: "close", name: TRIAL });
    await store.remove(TRIAL);
    return store;
  } catch {
    worker.terminate();
    return memoryStore();
  }
}

type Ask = (wish: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Asks the worker; answers come by number. Rejects once the stay is over, which ends the worker. */
function questions(worker: FileWorker, signal: AbortSignal): Ask {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  const listen = ({ data: { id, answer, fault } }: MessageEvent) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(fault));
  };
  worker.addEventListener("message", listen);
  const stop = () => {
    for (const asked of waiting.values()) asked.reject(new Error("no worker"));
    waiting.clear();
  };
  worker.addEventListener("error", stop);
  signal.addEventListener("abort", () => {
    worker.terminate();
    stop();
  }, { once: true });
  return (wish) => {
    if (signal.aborted) return Promise.reject(new Error("no worker"));
    const asked = resolvers();
    waiting.set(++last, asked);
    worker.postMessage({ id: last, ...wish });
    return asked.promise;
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

function diskStore(folder: FileSystemDirectoryHandle, ask: Ask): FileStore {
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
        return await (await folder.getFileHandle(name)).getFile();
      },
    };
  }

  return {
    limit: null,
    open,
    async remove(name) {
      await ask({ does: "close", name }).catch(() => {});
      for (const one of [name, name + DIGESTS]) await folder.removeEntry(one).catch(() => {});
    },
    async names() {
      const names: string[] = [];
      for await (const name of namesIn(folder)) if (!name.endsWith(DIGESTS)) names.push(name);
      return names;
    },
  };
}

/** Names in a folder (WHATWG File System §2.5); none where the browser does not list them. */
async function* namesIn(folder: FileSystemDirectoryHandle): AsyncGenerator<string> {
  const keys: unknown = Reflect.get(folder, "keys");
  if (typeof keys !== "function") return;
  for await (const name of keys.call(folder)) if (typeof name === "string") yield name;
}

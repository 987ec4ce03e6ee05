// A worker: writes one recording second by second, at once and in place, which pages may not. What
// a page that has crashed had written is whole.

/** Handle of a file in the origin-private file system (WHATWG File System §2.6). */
interface AccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

/** File that is to be opened, and the lock that tells other pages that it is being written. */
interface Opening {
  readonly handle: FileSystemFileHandle;
  readonly lock: string;
}

/** A page's wish: a file is opened, bytes are appended, null closes. One after the other. */
type Wish = Opening | ArrayBuffer | null;

let file: AccessHandle | null = null;

async function open({ handle, lock }: Opening): Promise<AccessHandle> {
  const create: unknown = Reflect.get(handle, "createSyncAccessHandle");
  if (typeof create !== "function") throw new Error("no access to files");
  await hold(lock);
  return await create.call(handle);
}

/** Takes a lock and keeps it until this worker is gone, however it ends. */
function hold(lock: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const forever = () => {
      resolve();
      return new Promise(() => {});
    };
    navigator.locks.request(lock, forever).catch(reject);
  });
}

function append(file: AccessHandle, bytes: Uint8Array): void {
  const at = file.getSize();
  try {
    if (file.write(bytes, { at }) !== bytes.length) throw new Error("no room");
  } catch (fault) {
    // Half a part at the end would spoil what is before it.
    file.truncate(at);
    throw fault;
  }
  file.flush();
}

async function grant(wish: Wish): Promise<void> {
  if (wish instanceof ArrayBuffer) {
    if (!file) throw new Error("not open");
    append(file, new Uint8Array(wish));
  } else if (wish) file = await open(wish);
  else file?.close();
}

addEventListener("message", ({ data }: MessageEvent<Wish>) => {
  grant(data).then(() => postMessage(null), (fault) => postMessage(String(fault)));
});

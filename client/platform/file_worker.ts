// A worker: writes received files block by block, at once and in place, which pages may not.

/** Handle of a file in the origin-private file system (WHATWG File System §2.6). */
interface AccessHandle {
  read(bytes: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

/** A page's wish; its answer has the same `id`. */
type Wish =
  & { readonly id: number; readonly name: string }
  & (
    | { readonly does: "open"; readonly size: number; readonly block: number }
    | { readonly does: "append"; readonly bytes: Uint8Array; readonly digest: Uint8Array }
    | { readonly does: "close" }
  );

interface OpenFile {
  readonly data: AccessHandle;
  /** Digests of the blocks, one after the other: a block without one is not there. */
  readonly digests: AccessHandle;
}

const FOLDER = "visavis-files";
const DIGEST_BYTES = 32;
const open = new Map<string, OpenFile>();

async function accessTo(name: string): Promise<AccessHandle> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  const handle = await folder.getFileHandle(name, { create: true });
  const create: unknown = Reflect.get(handle, "createSyncAccessHandle");
  if (typeof create !== "function") throw new Error("no access to files");
  return await create.call(handle);
}

/** Opens a file; gives the digests of its blocks, as far as both are there. */
async function openFile(name: string, size: number, block: number): Promise<Uint8Array> {
  const file = open.get(name) ?? {
    data: await accessTo(name),
    digests: await accessTo(`${name}.digests`),
  };
  open.set(name, file);
  const told = Math.floor(file.digests.getSize() / DIGEST_BYTES);
  const bytes = file.data.getSize();
  const whole = bytes >= size ? Math.ceil(size / block) : Math.floor(bytes / block);
  const count = Math.min(told, whole);
  file.data.truncate(Math.min(size, count * block));
  file.digests.truncate(count * DIGEST_BYTES);
  const digests = new Uint8Array(count * DIGEST_BYTES);
  file.digests.read(digests, { at: 0 });
  return digests;
}

function append({ data, digests }: OpenFile, bytes: Uint8Array, digest: Uint8Array): void {
  const written = data.write(bytes, { at: data.getSize() });
  if (written !== bytes.length) throw new Error("no room");
  digests.write(digest, { at: digests.getSize() });
}

async function grant(wish: Wish): Promise<Uint8Array | null> {
  if (wish.does === "open") return await openFile(wish.name, wish.size, wish.block);
  const file = open.get(wish.name);
  if (!file) throw new Error("not open");
  if (wish.does === "append") append(file, wish.bytes, wish.digest);
  else {
    open.delete(wish.name);
    for (const one of [file.data, file.digests]) {
      one.flush();
      one.close();
    }
  }
  return null;
}

addEventListener("message", ({ data }: MessageEvent<Wish>) => {
  grant(data).then(
    (answer) => postMessage({ id: data.id, answer }),
    (fault) => postMessage({ id: data.id, fault: String(fault) }),
  );
});

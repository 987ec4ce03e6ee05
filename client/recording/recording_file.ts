/** Bytes of one recording that are kept in memory where a page is given no disk. */
export const MEMORY_LIMIT_BYTES = 512 * 1024 * 1024;
/** Folder of recordings in the origin-private file system. */
const FOLDER = "visavis-recordings";
/** Age at which a file that a visit has left behind is removed. */
const LEFT_MS = 24 * 60 * 60 * 1000;

/** File that a recording is written to as it goes. */
export interface RecordingFile {
  readonly name: string;
  /** Appends; rejects with {@link MemoryFull}, or as the disk does. */
  write(part: Blob): Promise<void>;
  /** Finishes it; gives it where the person has still to save it, null where they chose its place. */
  finish(): Promise<Blob | null>;
}

/** Thrown when a recording in memory has reached its limit. */
export class MemoryFull extends Error {}

/** Slice of the browser that keeps files. */
export interface DiskBrowser {
  /** File System Access; not every browser has it. */
  readonly showSaveFilePicker?: (options: {
    suggestedName: string;
    types: readonly { accept: Record<string, readonly string[]> }[];
  }) => Promise<FileSystemFileHandle>;
  /** Root of the origin-private file system; may reject. */
  readonly root: () => Promise<FileSystemDirectoryHandle>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Has the person choose a place for the file; `"refused"` if they choose none. */
export async function chooseFile(
  { showSaveFilePicker }: DiskBrowser,
  name: string,
  type: string,
): Promise<RecordingFile | "refused" | null> {
  if (!showSaveFilePicker) return null;
  const ending = name.slice(name.lastIndexOf("."));
  try {
    const handle = await showSaveFilePicker({
      suggestedName: name,
      types: [{ accept: { [type]: [ending] } }],
    });
    return await written(handle, name, true);
  } catch (fault) {
    // Refused by the person; what the browser refuses goes another way.
    return fault instanceof DOMException && fault.name === "AbortError" ? "refused" : null;
  }
}

/** Opens a file that the page keeps until it is saved: on disk, or in memory. */
export async function openFile(
  { root, now }: DiskBrowser,
  name: string,
  type: string,
): Promise<RecordingFile> {
  try {
    const folder = await (await root()).getDirectoryHandle(FOLDER, { create: true });
    await removeLeft(folder, now());
    const handle = await folder.getFileHandle(`${now()} ${name}`, { create: true });
    return await written(handle, name, false);
  } catch {
    return inMemory(name, type);
  }
}

async function written(
  handle: FileSystemFileHandle,
  name: string,
  isChosen: boolean,
): Promise<RecordingFile> {
  const stream = await handle.createWritable();
  return {
    name,
    write: (part) => stream.write(part),
    async finish() {
      await stream.close();
      return isChosen ? null : await handle.getFile();
    },
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

/** Removes what visits of other days have left; a file that is being written cannot be removed. */
async function removeLeft(folder: FileSystemDirectoryHandle, now: number): Promise<void> {
  const keys: unknown = Reflect.get(folder, "keys");
  if (typeof keys !== "function") return;
  for await (const name of keys.call(folder)) {
    if (typeof name === "string" && now - Number.parseInt(name) > LEFT_MS) {
      await folder.removeEntry(name).catch(() => {});
    }
  }
}

declare global {
  /** File System Access; not every browser has it. */
  var showSaveFilePicker: DiskBrowser["showSaveFilePicker"];
}

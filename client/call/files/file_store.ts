import { BLOCK_BYTES } from "../messages/file_control.ts";

/** Received blocks of one file. */
export interface StoredFile {
  /** Digests of the blocks that are there, in their order. */
  readonly digests: readonly string[];
  /** Adds the next block. Rejects when there is no room. */
  append(bytes: Uint8Array<ArrayBuffer>, digest: string): Promise<void>;
  /** All bytes, to be saved; no more are added. */
  finish(): Promise<Blob>;
}

/** Storage for the bytes of received files. */
export interface FileStore {
  /** Bytes of the largest file that it takes; null: as many as the disk. */
  readonly limit: number | null;
  /** Opens a file of this size with what of it is there; no other page may write to it meanwhile. */
  open(name: string, size: number): Promise<StoredFile>;
  /** Removes a file; nothing happens where there is none. */
  remove(name: string): Promise<void>;
  /** Names of the files that are there. */
  names(): Promise<readonly string[]>;
}

/** Bytes that are kept in memory where the browser gives a page no files. */
export const MEMORY_BYTES = 256 * 1024 * 1024;

/** Storage in memory: a reload loses it. All files together have {@link MEMORY_BYTES}. */
export function memoryStore(limit = MEMORY_BYTES): FileStore {
  const files = new Map<string, { readonly parts: Blob[]; readonly digests: string[] }>();
  const used = () => {
    return [...files.values()].flatMap(({ parts }) => parts).reduce(
      (sum, { size }) => sum + size,
      0,
    );
  };
  return {
    limit,
    open(name) {
      const file = files.get(name) ?? { parts: [], digests: [] };
      files.set(name, file);
      return Promise.resolve({
        get digests() {
          return file.digests;
        },
        append(bytes, digest) {
          if (used() + bytes.length > limit) return Promise.reject(new Error("no room"));
          file.parts.push(new Blob([bytes]));
          file.digests.push(digest);
          return Promise.resolve();
        },
        finish: () => Promise.resolve(new Blob(file.parts)),
      });
    },
    remove(name) {
      files.delete(name);
      return Promise.resolve();
    },
    names: () => Promise.resolve([...files.keys()]),
  };
}

/** Bytes of so many whole blocks, of a file of this size. */
export const bytesOf = (blocks: number, size: number): number =>
  Math.min(size, blocks * BLOCK_BYTES);

import { decode } from "../security/base64url.ts";
import { join, sha256 } from "../security/bytes.ts";
import { BLOCK_BYTES } from "../messages/file_control.ts";

/** A block of a file, and its digest. */
export interface Block {
  readonly index: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: string;
}

/** Slice of a file that is read block by block. */
export type Readable = Pick<Blob, "size" | "slice">;

/** Blocks of a file as they are read; digests are reckoned once. */
export interface Blocks {
  /** Rejects when the file cannot be read, or is shorter than it was. */
  read(index: number): Promise<Block>;
  /** Digest of all digests; reads the blocks whose digest is not known. */
  whole(): Promise<string>;
}

/** Number of blocks of a file. */
export const blockCount = (size: number): number => Math.ceil(size / BLOCK_BYTES);

/** Length of a block. */
export const blockLength = (size: number, index: number): number =>
  Math.min(BLOCK_BYTES, size - index * BLOCK_BYTES);

/** SHA-256 over the digests of all blocks, in their order. */
export function digestOfDigests(digests: readonly string[]): Promise<string> {
  return sha256(join(digests.map((one) => decode(one) ?? new Uint8Array())));
}

/** Opens a file for reading. */
export function openBlocks(file: Readable): Blocks {
  const digests = new Map<number, string>();
  const { size } = file;

  async function read(index: number): Promise<Block> {
    const from = index * BLOCK_BYTES;
    const length = blockLength(size, index);
    const bytes = new Uint8Array(await file.slice(from, from + length).arrayBuffer());
    if (bytes.length !== length) throw new Error("the file has changed");
    const digest = digests.get(index) ?? await sha256(bytes);
    digests.set(index, digest);
    return { index, bytes, digest };
  }

  return {
    read,
    async whole() {
      const all: string[] = [];
      for (let index = 0; index < blockCount(size); index++) {
        all.push(digests.get(index) ?? (await read(index)).digest);
      }
      return await digestOfDigests(all);
    },
  };
}

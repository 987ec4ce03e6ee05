import { BLOCK_BYTES, readFileChannelMessage } from "../messages/file_control.ts";
import { sha256 } from "../security/bytes.ts";
import { blockCount, blockLength, digestOfDigests } from "./blocks.ts";
import type { FileChannel } from "./file_channel.ts";
import type { StoredFile } from "./file_store.ts";
import { MAX_WINDOW_BYTES } from "./congestion_window.ts";

/** Faults of a channel that brings a file. */
export type ReceiveFault =
  /** A block has another digest than it says. */
  | "mismatch"
  /** All blocks are right, and their digest is another one. */
  | "corrupt"
  /** The sender breaks the rules of the channel. */
  | "rules"
  | "no-room"
  /** The channel has closed before the end. */
  | "closed";

/** Options of {@link receiveFile}. */
export interface FileReceiverOptions {
  readonly channel: FileChannel;
  readonly size: number;
  readonly stored: StoredFile;
  /** Called at each message. */
  readonly onHeard: () => void;
  /** Told when so many bytes are there. */
  readonly onProgress: (bytes: number) => void;
  /** Called when all is there and right. */
  readonly onDone: () => void;
  /** Called at most once, after which nothing more is taken. */
  readonly onFault: (fault: ReceiveFault) => void;
  readonly signal: AbortSignal;
}

/** Blocks that wait to be written while confirmations still go out at once. */
const SLOW_BLOCKS = 4;
/** Blocks that wait at most: what a sender may have on its way comes on top of the slow ones. */
const MAX_WAITING_BLOCKS = SLOW_BLOCKS + 2 * MAX_WINDOW_BYTES / BLOCK_BYTES;

/** A block whose bytes are complete. */
interface FullBlock {
  readonly index: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: string;
}

/** Takes a file from the channel, from the first block that is missing on, until the signal aborts. */
export function receiveFile(options: FileReceiverOptions): void {
  const { channel, size, stored, signal } = options;
  const life = new AbortController();
  const over = life.signal;
  const writing = openWriting(options, { fail, done }, over);
  let next = stored.digests.length;
  let block = new Uint8Array(BLOCK_BYTES);
  let filled = 0;
  channel.binaryType = "arraybuffer";
  signal.addEventListener("abort", end, { once: true });
  channel.addEventListener("close", () => fail("closed"), { signal: over });
  channel.addEventListener("error", () => fail("closed"), { signal: over });
  channel.addEventListener("message", ({ data }) => {
    options.onHeard();
    if (data instanceof ArrayBuffer) return takeBytes(new Uint8Array(data));
    if (typeof data === "string") takeText(data);
    else fail("rules");
  }, { signal: over });

  function end(): void {
    life.abort();
    channel.close();
  }

  function done(): void {
    end();
    options.onDone();
  }

  function fail(fault: ReceiveFault): void {
    if (over.aborted) return;
    end();
    options.onFault(fault);
  }

  function takeBytes(bytes: Uint8Array): void {
    const due = next < blockCount(size) ? blockLength(size, next) : 0;
    if (bytes.length === 0 || filled + bytes.length > due) return fail("rules");
    block.set(bytes, filled);
    filled += bytes.length;
    const offset = next * BLOCK_BYTES + filled;
    void writing.drained().then(() => over.aborted || confirm(channel, offset));
  }

  function takeText(text: string): void {
    const message = readFileChannelMessage(text);
    const last = next === blockCount(size);
    if (message?.type === "file-digest" && last) return writing.finish(message.digest);
    if (message?.type !== "file-block" || message.index !== next || last) return fail("rules");
    if (filled !== blockLength(size, next) || writing.waiting() >= MAX_WAITING_BLOCKS) {
      return fail("rules");
    }
    writing.add({ index: next, bytes: block.subarray(0, filled), digest: message.digest });
    next++;
    filled = 0;
    block = new Uint8Array(BLOCK_BYTES);
  }
}

function confirm(channel: FileChannel, offset: number): void {
  try {
    channel.send(JSON.stringify({ type: "file-ack", offset }));
  } catch {
    // The channel closes, and says so by itself.
  }
}

/** Checks and writes blocks, one after the other. */
function openWriting(
  { stored, size, onProgress }: FileReceiverOptions,
  { fail, done }: { readonly fail: (fault: ReceiveFault) => void; readonly done: () => void },
  over: AbortSignal,
) {
  let tail: Promise<void> = Promise.resolve();
  let waiting = 0;

  async function write({ index, bytes, digest }: FullBlock): Promise<void> {
    if (over.aborted) return;
    if (await sha256(bytes) !== digest) return fail("mismatch");
    if (over.aborted || stored.digests.length !== index) return;
    await stored.append(bytes, digest).catch(() => fail("no-room"));
    waiting--;
    if (!over.aborted) onProgress(Math.min(size, (index + 1) * BLOCK_BYTES));
  }

  async function check(digest: string): Promise<void> {
    if (over.aborted) return;
    if (await digestOfDigests(stored.digests) !== digest) return fail("corrupt");
    if (!over.aborted) done();
  }

  return {
    waiting: () => waiting,
    /** Resolves at once unless the disk is slow, and then when it has caught up. */
    drained: () => waiting < SLOW_BLOCKS ? Promise.resolve() : tail,
    add(block: FullBlock): void {
      waiting++;
      tail = tail.then(() => write(block));
    },
    finish(digest: string): void {
      tail = tail.then(() => check(digest));
    },
  };
}

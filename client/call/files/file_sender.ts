import { BLOCK_BYTES, readFileChannelMessage } from "../messages/file_control.ts";
import { type Block, blockCount, type Blocks } from "./blocks.ts";
import type { FileChannel } from "./file_channel.ts";
import { type FlowControl, type FlowControlOptions, openFlowControl } from "./flow_control.ts";

/** Options of {@link sendFile}. */
export interface FileSenderOptions extends Omit<FlowControlOptions, "signal"> {
  readonly channel: FileChannel;
  readonly blocks: Blocks;
  readonly size: number;
  /** Where to begin: the start of a block, or the end of the file. */
  readonly offset: number;
  /** Told how many bytes of the file the other side has. */
  readonly onProgress: (bytes: number) => void;
  /** Called when the file cannot be read. */
  readonly onUnreadable: () => void;
  /** Called when the channel has closed by itself. */
  readonly onClosed: () => void;
  readonly signal: AbortSignal;
}

/** Sends a file from `offset` on over a channel that is about to open, until the signal aborts. */
export function sendFile(options: FileSenderOptions): void {
  const { channel, onProgress, onClosed, signal } = options;
  const life = new AbortController();
  const over = life.signal;
  const { elapsed, later, isNarrow } = options;
  const flow = openFlowControl({ channel, elapsed, later, isNarrow, signal: over });
  signal.addEventListener("abort", () => {
    life.abort();
    channel.close();
  }, { once: true });
  const closed = () => {
    if (over.aborted) return;
    life.abort();
    onClosed();
  };
  channel.addEventListener("close", closed, { signal: over });
  channel.addEventListener("error", closed, { signal: over });
  channel.addEventListener("message", ({ data }) => {
    const message = typeof data === "string" ? readFileChannelMessage(data) : undefined;
    if (message?.type !== "file-ack" || message.offset > options.size) return;
    flow.confirmed(message.offset);
    onProgress(message.offset);
  }, { signal: over });
  const begin = () => void send(options, flow, over).catch(() => over.aborted || closed());
  if (channel.readyState === "open") begin();
  else channel.addEventListener("open", begin, { signal: over, once: true });
}

async function send(
  options: FileSenderOptions,
  flow: FlowControl,
  over: AbortSignal,
): Promise<void> {
  const { channel, blocks, size, offset, onUnreadable } = options;
  const first = Math.ceil(offset / BLOCK_BYTES);
  const count = blockCount(size);
  const read = (index: number) => index < count ? blocks.read(index) : Promise.resolve(null);
  try {
    // The next block is read while this one is sent.
    for (let next = read(first), index = first; index < count; index++) {
      const block = await next;
      next = read(index + 1);
      next.catch(() => {});
      if (!block || !await sendBlock(channel, flow, block)) return;
    }
    const digest = await blocks.whole();
    if (!over.aborted) channel.send(JSON.stringify({ type: "file-digest", digest }));
  } catch (fault) {
    if (over.aborted) return;
    // A channel that takes no more says so with its state, and closes.
    if (channel.readyState !== "open") throw fault;
    onUnreadable();
  }
}

/** Sends one block in chunks; false when the channel has ended. */
async function sendBlock(
  channel: FileChannel,
  flow: FlowControl,
  { index, bytes, digest }: Block,
): Promise<boolean> {
  for (let at = 0; at < bytes.length;) {
    const room = await flow.room();
    if (room === 0) return false;
    const chunk = bytes.subarray(at, at + room);
    channel.send(chunk);
    at += chunk.length;
    flow.sent(index * BLOCK_BYTES + at, chunk.length);
  }
  channel.send(JSON.stringify({ type: "file-block", index, digest }));
  return true;
}

import type { Later } from "../../platform/clock.ts";
import { chunkBytes, confirmed, FIRST_WINDOW } from "./congestion_window.ts";
import type { FileChannel } from "./file_channel.ts";

/** Options of {@link openFlowControl}. */
export interface FlowControlOptions {
  readonly channel: FileChannel;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly later: Later;
  /** True while the call itself is short of bandwidth: then a file takes next to nothing. */
  readonly isNarrow: () => boolean;
  readonly signal: AbortSignal;
}

/** Decides when the next chunk goes out, and how long it is. */
export interface FlowControl {
  /** Resolves to the length of the next chunk when there is room for it; 0 when the channel ended. */
  room(): Promise<number>;
  /** Notes that all bytes before `end` were given to the channel. */
  sent(end: number, bytes: number): void;
  /** Notes that the other side has all bytes before `end`. */
  confirmed(end: number): void;
}

/** Bytes that wait in the browser: beyond, chat would wait behind them. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Pause between two chunks while the call is short of bandwidth, and the length of each. */
const NARROW_MS = 1000;
const NARROW_BYTES = 4096;

/** Opens the flow of one channel. */
export function openFlowControl(
  { channel, elapsed, later, isNarrow, signal }: FlowControlOptions,
): FlowControl {
  const waiting: { readonly end: number; readonly bytes: number; readonly at: number }[] = [];
  let cwnd = FIRST_WINDOW;
  let under = 0;
  let last = -Infinity;
  let isTimed = false;
  let wake = () => {};
  const stir = () => wake();
  channel.bufferedAmountLowThreshold = MAX_BUFFERED_BYTES / 2;
  channel.addEventListener("bufferedamountlow", stir, { signal });
  signal.addEventListener("abort", stir, { once: true });

  function isFree(): boolean {
    if (channel.bufferedAmount > MAX_BUFFERED_BYTES) return false;
    if (!isNarrow()) return under < cwnd.window;
    return under === 0 && elapsed() - last >= NARROW_MS;
  }

  /** One timer at a time: each confirmation wakes whoever waits, who then waits again. */
  function stirLater(): void {
    if (isTimed) return;
    isTimed = true;
    later(NARROW_MS, () => {
      isTimed = false;
      stir();
    }, signal);
  }

  return {
    async room() {
      while (!signal.aborted && !isFree()) {
        if (isNarrow()) stirLater();
        await new Promise<void>((resolve) => wake = resolve);
      }
      if (signal.aborted) return 0;
      return isNarrow() ? NARROW_BYTES : chunkBytes(cwnd);
    },
    sent(end, bytes) {
      last = elapsed();
      under += bytes;
      waiting.push({ end, bytes, at: last });
    },
    confirmed(end) {
      for (let one = waiting[0]; one && one.end <= end; one = waiting[0]) {
        waiting.shift();
        under -= one.bytes;
        cwnd = confirmed(cwnd, one.bytes, elapsed() - one.at, elapsed());
      }
      stir();
    },
  };
}

import type { ChannelEnds, Loop, LoopOptions } from "./loopback.ts";
import { type Finding, found } from "./state.ts";

/** Time that a measurement takes. */
type MeasureOptions = Pick<LoopOptions, "clock" | "signal">;

/** Messages that may get lost: their number, their size, how many go at once, and how often. */
const LOSS_MESSAGES = 200;
const LOSS_MESSAGE_BYTES = 1000;
const LOSS_BATCH = 10;
const LOSS_BATCH_MS = 50;
/** Time for the last of them to arrive. */
const LOSS_WAIT_MS = 1000;
/** Time for which a channel is kept full, the size of a message, and how much waits in it. */
const FILL_MS = 2000;
const FILL_MESSAGE_BYTES = 16_384;
const FILL_BUFFERED_BYTES = 262_144;
/** A call of two needs a megabit a second each way; video suffers from 3 % of loss on. */
const MIN_MEGABITS = 1;
const MAX_LOSS_PERCENT = 3;

/** Megabits a second and percent lost, by the loop's two channels. */
export async function measureThroughput(
  { reliable, unreliable }: Pick<Loop, "reliable" | "unreliable">,
  relayed: boolean,
  options: MeasureOptions,
): Promise<Finding> {
  const lost = await countLost(unreliable, options);
  const rate = await fill(reliable, options);
  return judgeSpeed(rate, lost, relayed);
}

/** Judges what these numbers mean for a call. */
export function judgeSpeed(rate: number, lost: number, relayed: boolean): Finding {
  const numbers = [rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate), Math.round(lost)];
  if (rate <= 0) return found("speed-unknown");
  if (!relayed) return found("speed-here", ...numbers);
  if (lost >= MAX_LOSS_PERCENT) return found("speed-lossy", ...numbers);
  return found(rate < MIN_MEGABITS ? "speed-thin" : "speed-good", ...numbers);
}

async function countLost({ near, far }: ChannelEnds, options: MeasureOptions): Promise<number> {
  const over = new AbortController();
  let arrived = 0;
  let sent = 0;
  far.addEventListener("message", () => arrived++, { signal: over.signal });
  const message = new Uint8Array(LOSS_MESSAGE_BYTES);
  while (sent < LOSS_MESSAGES && near.readyState === "open") {
    for (let at = 0; at < LOSS_BATCH && near.readyState === "open"; at++, sent++) {
      near.send(message);
    }
    await pause(LOSS_BATCH_MS, options);
  }
  await pause(LOSS_WAIT_MS, options);
  over.abort();
  return sent === 0 ? 0 : 100 * (sent - arrived) / sent;
}

/** Megabits a second that a channel carries. */
async function fill({ near, far }: ChannelEnds, options: MeasureOptions): Promise<number> {
  const { elapsed } = options.clock;
  const over = new AbortController();
  const untilOver = { signal: over.signal };
  const message = new Uint8Array(FILL_MESSAGE_BYTES);
  const began = elapsed();
  let [arrived, last] = [0, began];
  const refill = () => {
    while (near.readyState === "open" && near.bufferedAmount < FILL_BUFFERED_BYTES) {
      near.send(message);
    }
  };
  far.binaryType = "arraybuffer";
  far.addEventListener("message", ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return;
    arrived += data.byteLength;
    last = elapsed();
  }, untilOver);
  near.bufferedAmountLowThreshold = FILL_BUFFERED_BYTES / 2;
  near.addEventListener("bufferedamountlow", refill, untilOver);
  refill();
  await pause(FILL_MS, options);
  over.abort();
  return last > began ? arrived * 8 / 1000 / (last - began) : 0;
}

function pause(ms: number, { clock, signal }: MeasureOptions): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
    clock.later(ms, resolve, signal);
  });
}

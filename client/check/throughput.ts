import type { Ends, Loop, LoopOptions } from "./loopback.ts";
import { type Finding, found } from "./state.ts";

type Clock = Pick<LoopOptions, "later" | "elapsed" | "signal">;

/** Messages that may get lost: so many, of so many bytes, so many at once, in ms from turn to turn. */
const DROPS = { count: 200, bytes: 1000, turn: 10, every: 50 };
/** How long bytes are pushed, in ms, how many at once, and how many may wait. */
const PUSH = { ms: 2000, bytes: 16_384, waiting: 262_144 };
/** A call of two needs a megabit a second each way; video suffers from 3 % of loss on. */
const MIN_MEGABITS = 1;
const MAX_LOSS_PERCENT = 3;

/** Megabits a second and percent lost, by the loop's two channels. */
export async function measure(
  { steady, loose }: Pick<Loop, "steady" | "loose">,
  relayed: boolean,
  clock: Clock,
): Promise<Finding> {
  const lost = await countLost(loose, clock);
  const rate = await push(steady, clock);
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

async function countLost({ near, far }: Ends, clock: Clock): Promise<number> {
  const over = new AbortController();
  let arrived = 0;
  let sent = 0;
  far.addEventListener("message", () => arrived++, { signal: over.signal });
  const drop = new Uint8Array(DROPS.bytes);
  while (sent < DROPS.count && near.readyState === "open") {
    for (let at = 0; at < DROPS.turn && near.readyState === "open"; at++, sent++) near.send(drop);
    await pause(DROPS.every, clock);
  }
  await pause(1000, clock);
  over.abort();
  return sent === 0 ? 0 : 100 * (sent - arrived) / sent;
}

async function push({ near, far }: Ends, clock: Clock): Promise<number> {
  const over = new AbortController();
  const heard = { signal: over.signal };
  const load = new Uint8Array(PUSH.bytes);
  const began = clock.elapsed();
  let [arrived, last] = [0, began];
  const fill = () => {
    while (near.readyState === "open" && near.bufferedAmount < PUSH.waiting) near.send(load);
  };
  far.binaryType = "arraybuffer";
  far.addEventListener("message", ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return;
    arrived += data.byteLength;
    last = clock.elapsed();
  }, heard);
  near.bufferedAmountLowThreshold = PUSH.waiting / 2;
  near.addEventListener("bufferedamountlow", fill, heard);
  fill();
  await pause(PUSH.ms, clock);
  over.abort();
  return last > began ? arrived * 8 / 1000 / (last - began) : 0;
}

function pause(ms: number, { later, signal }: Clock): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
    later(ms, resolve, signal);
  });
}

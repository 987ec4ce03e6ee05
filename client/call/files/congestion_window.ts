/**
 * Window of bytes on their way to one member, as LEDBAT keeps it (RFC 6817): it grows while the way
 * is as fast as it was at its fastest, and shrinks as soon as a queue stands, long before packets
 * of sound are lost in it. SCTP itself fills the queue until it overflows.
 */
export interface CongestionWindow {
  /** Bytes that may be on their way. */
  readonly window: number;
  /** True until the first queue was seen: the window doubles with each round trip. */
  readonly starting: boolean;
  /** The shortest time from a chunk to its confirmation, in ms. */
  readonly base: number;
  /** When the window was made smaller last, in ms. */
  readonly cut: number;
  /** Since when the window is at its least, and the shortest time meanwhile. */
  readonly least: { readonly since: number; readonly shortest: number } | null;
}

/** Queue that a transfer may make, in ms. */
const TARGET_MS = 80;
/**
 * Queue at which the window stops doubling, in ms. It doubles once more before the queue is seen, and
 * all of the doubled window stands in front of the sound: at 40 ms that cost a tenth of a second of it.
 */
const STARTING_MS = 20;
/** Share of the window by which it grows in a round trip without any queue. */
const GAIN = 0.25;
const MIN_WINDOW_BYTES = 8 * 1024;
/** Bytes that are on their way at most: a receiver has to find room for them. */
export const MAX_WINDOW_BYTES = 4 * 1024 * 1024;
const MIN_CHUNK_BYTES = 4 * 1024;
/** The longest message: receivers need not take longer ones (RFC 8831 §6.6). */
export const MAX_CHUNK_BYTES = 64 * 1024;
/** A queue that has stood so long although next to nothing was sent is the way's own length. */
const FOREIGN_MS = 10_000;

/** Window before the first chunk. */
export const FIRST_WINDOW: CongestionWindow = {
  window: 2 * MIN_WINDOW_BYTES,
  starting: true,
  base: Infinity,
  cut: -Infinity,
  least: null,
};

/** Length of the next chunk: several are on their way at a time. */
export function chunkBytes({ window }: CongestionWindow): number {
  return Math.max(MIN_CHUNK_BYTES, Math.min(MAX_CHUNK_BYTES, window >> 3));
}

/** The window after a chunk of so many bytes was confirmed, so many ms after it was sent. */
export function confirmed(
  cwnd: CongestionWindow,
  bytes: number,
  delayMs: number,
  now: number,
): CongestionWindow {
  const base = Math.min(cwnd.base, delayMs);
  const queueMs = delayMs - base;
  if (queueMs > TARGET_MS) return shrunk({ ...cwnd, base, starting: false }, queueMs, delayMs, now);
  const starting = cwnd.starting && queueMs < STARTING_MS;
  const growth = starting ? bytes : bytes * GAIN * (1 - queueMs / TARGET_MS);
  return {
    ...cwnd,
    base,
    starting,
    window: Math.min(MAX_WINDOW_BYTES, cwnd.window + Math.round(growth)),
    least: null,
  };
}

/** Once per round trip: what is on its way already was sent in the old window. */
function shrunk(
  cwnd: CongestionWindow,
  queueMs: number,
  delayMs: number,
  now: number,
): CongestionWindow {
  if (now - cwnd.cut < delayMs) return cwnd;
  const share = Math.max(0.5, TARGET_MS / queueMs);
  const window = Math.max(MIN_WINDOW_BYTES, Math.round(cwnd.window * share));
  if (window > MIN_WINDOW_BYTES) return { ...cwnd, window, cut: now, least: null };
  const since = cwnd.least?.since ?? now;
  const shortest = Math.min(cwnd.least?.shortest ?? Infinity, delayMs);
  if (now - since < FOREIGN_MS) return { ...cwnd, window, cut: now, least: { since, shortest } };
  return { ...cwnd, window, cut: now, base: shortest, least: null };
}

/** A slow way: bytes a second of both directions each, and the time that every byte is under way. */
export interface Slowness {
  readonly rate: number;
  /** In ms, one way. */
  readonly delay: number;
}

/** Runs something when so many bytes have come through, in the order of the calls. */
export type Way = (bytes: number, run: () => void) => void;

/** One direction of a way whose slowness may change; at once while it is null. */
export function openWay(slowness: () => Slowness | null, later: Later): Way {
  let free = 0;
  let due = 0;
  return (bytes, run) => {
    const slow = slowness();
    const now = performance.now();
    if (!slow && due <= now) return run();
    free = Math.max(now, free) + (slow ? bytes * 1000 / slow.rate : 0);
    due = Math.max(due, free + (slow?.delay ?? 0));
    later(due - now, run);
  };
}

/** A timer that ends with whoever made it. */
export type Later = (ms: number, run: () => void) => void;

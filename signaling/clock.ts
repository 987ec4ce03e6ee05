import { setImmediate } from "node:timers";

/** Time, passed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. May jump: not for measuring. */
  now(): number;
  /** Monotonic milliseconds since some moment of the past. */
  elapsed(): number;
  /** Runs once after `ms`, unless the signal aborts before. */
  later(ms: number, run: () => void, signal: AbortSignal): void;
  /** Runs once when everything that waits for this turn of the event loop has had its turn. */
  soon(run: () => void): void;
}

/** The clock of this process. */
export const systemClock: Clock = {
  // Four times cheaper than performance.now(), and asked for once a message.
  now: () => Date.now(),
  elapsed: () => performance.now(),
  later(ms, run, signal) {
    if (signal.aborted) return;
    const stop = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      run();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  },
  soon: (run) => void setImmediate(run),
};

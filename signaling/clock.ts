/** Time, passed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds that never run backwards (W3C High Resolution Time). */
  now(): number;
  /** Runs once after `ms`, unless the signal aborts before. */
  later(ms: number, run: () => void, signal: AbortSignal): void;
}

/** The clock of this process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  later(ms, run, signal) {
    if (signal.aborted) return;
    const stop = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      run();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  },
};

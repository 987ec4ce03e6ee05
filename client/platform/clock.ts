import type { Ticker } from "./ticker.ts";

/** Clocks and timers of a page. */
export interface Clock {
  readonly later: Later;
  readonly ticker: Ticker;
  /** Milliseconds since 1970, to be shown. */
  readonly now: () => number;
  /** Monotonic milliseconds (W3C High Resolution Time §4), to be reckoned with. */
  readonly elapsed: () => number;
}

/** Runs something later, unless its signal aborts first. */
export type Later = (ms: number, run: () => void, signal: AbortSignal) => void;

/** The browser's timers as {@link Later}. */
export const later: Later = (ms, run, signal) => {
  if (signal.aborted) return;
  const timer = setTimeout(() => {
    signal.removeEventListener("abort", stop);
    run();
  }, ms);
  const stop = () => clearTimeout(timer);
  signal.addEventListener("abort", stop, { once: true });
};

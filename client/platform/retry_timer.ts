import { childOf } from "./child_signal.ts";
import type { Later } from "./clock.ts";

/** Options of a retry timer. */
export interface RetryTimerOptions {
  readonly later: Later;
  readonly signal: AbortSignal;
  /** True if the try under way can come to nothing any more. */
  readonly hopeless: () => boolean;
  /** Begins the next try, which asks {@link RetryTimer.begin} first. */
  readonly start: () => void;
}

/** Paces the tries of one pair: one at a time, each with its least and its longest time. */
export interface RetryTimer {
  /** Tries since something worked. */
  readonly tries: number;
  /** Aborts when another try takes the place of this one. */
  readonly signal: AbortSignal;
  /**
   * Counts a try and gives it its time, twice that of the one before. False: the last one began
   * just now, and this one begins later by itself.
   */
  begin(expired: () => void): boolean;
  /** Lets what is under way take so many ms from now on. */
  allow(ms: number, expired: () => void): void;
  /** Ends a try that has failed: at once, but not before its least time. */
  failed(): void;
  /** Ends the tries, since something works. */
  settle(): void;
}

/** A try is repeated after this, if nobody answers. */
export const RETRY_MS = 5000;
/** The longest time of a try, in times of {@link RETRY_MS}. */
const MAX_RETRY_FACTOR = 4;
/**
 * The least time of a try, and its number of times: Firefox says within 10 ms that a connection
 * has failed for which it has found no address, and would say so a hundred times a second.
 */
const LEAST_MS = 1000;
/** Tries begin so far apart, whoever wants them. */
const PACE_MS = 1000;

/** Opens a timer whose tries have not begun. */
export function openRetryTimer(options: RetryTimerOptions): RetryTimer {
  const { later, signal, hopeless, start } = options;
  let tries = 0;
  let waiting = childOf(signal);
  let failed = () => {};
  let last: { again: boolean } | null = null;

  function allow(ms: number, expired: () => void): void {
    waiting.abort();
    waiting = childOf(signal);
    failed = () => {};
    later(ms, expired, waiting.signal);
    later(LEAST_MS * (tries + 1), () => {
      failed = expired;
      if (hopeless()) expired();
    }, waiting.signal);
  }

  return {
    get tries() {
      return tries;
    },
    get signal() {
      return waiting.signal;
    },
    begin(expired) {
      if (last) {
        last.again = true;
        return false;
      }
      const mine = last = { again: false };
      later(PACE_MS, () => {
        if (last !== mine) return;
        last = null;
        if (mine.again) start();
      }, signal);
      allow(RETRY_MS * Math.min(MAX_RETRY_FACTOR, 2 ** tries++), expired);
      return true;
    },
    allow,
    failed: () => failed(),
    settle() {
      tries = 0;
      last = null;
      failed = () => {};
      waiting.abort();
    },
  };
}

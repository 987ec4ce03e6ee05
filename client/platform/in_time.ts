import type { Later } from "./clock.ts";

/** Result of a promise; rejects when it has none in time. */
export type InTime = <T>(promise: Promise<T>) => Promise<T>;

/** Time in which a worker and the browser's storage answer, on a busy machine too, in ms. */
const ANSWER_MS = 10_000;

/**
 * Limits the time of promises. It passes in two halves: when a machine wakes up, a timer may fire
 * before the answer that has come in its sleep is heard.
 */
export function limitTime(later: Later, ms = ANSWER_MS): InTime {
  return async (promise) => {
    const over = new AbortController();
    const half = (run: () => void) => later(ms / 2, run, over.signal);
    const late = new Promise<never>((_, reject) =>
      half(() => half(() => reject(new Error("no answer in time"))))
    );
    try {
      return await Promise.race([promise, late]);
    } finally {
      over.abort();
    }
  };
}

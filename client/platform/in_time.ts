import type { Later } from "./clock.ts";

/** Time in which a worker and the browser's storage answer, on a busy machine too, in ms. */
export const ANSWER_MS = 10_000;

/**
 * Result of a promise; rejects when it has none in time. The time passes in two halves: when a
 * machine wakes up, a timer may fire before the answer that has come in its sleep is heard.
 */
export async function inTime<T>(promise: Promise<T>, later: Later, ms = ANSWER_MS): Promise<T> {
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
}

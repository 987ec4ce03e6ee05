import type { Later } from "../platform/clock.ts";

/** The first drawing waits no longer than this, in ms, for what is urgent. */
const SETTLED_MS = 500;

/** Resolves when `urgent` has come or failed, or takes long: a drawing waits for nothing else. */
export function settle(urgent: Promise<unknown> | null, later: Later): Promise<unknown> {
  const over = new AbortController();
  const soon = new Promise<void>((resolve) => later(SETTLED_MS, resolve, over.signal));
  return Promise.race([Promise.resolve(urgent).catch(() => {}), soon]).finally(() => over.abort());
}

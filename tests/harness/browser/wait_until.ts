/** How long a condition may take to come true; generous, since the machine is shared. */
export const TIMEOUT_MS = 60_000;

/** The times between two questions, in ms. */
const FIRST = 20;
const LONGEST = 400;

/**
 * Waits until `probe` gives something true and returns it. Fails after `within` milliseconds with
 * what was wanted and what `seen` tells of the situation.
 */
export async function until<T>(
  wanted: string,
  probe: () => Promise<T | false | null | undefined>,
  seen: () => Promise<unknown> = () => Promise.resolve(undefined),
  within = TIMEOUT_MS,
): Promise<T> {
  const began = performance.now();
  while (performance.now() < began + within) {
    const found = await probe();
    if (found) return found;
    // Asking costs the page more than it costs us: what takes longer is asked for less often.
    const wait = Math.min(LONGEST, FIRST + (performance.now() - began) / 10);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  const last = await seen();
  const detail = last === undefined ? "" : `\nseen: ${JSON.stringify(last, null, 1)}`;
  throw new Error(`waited ${within / 1000} s for: ${wanted}${detail}`);
}

/** Lets so many ms go by: no counter can tell the time while nothing comes in. */
export async function lasts(ms: number): Promise<void> {
  const then = performance.now();
  const over = () => Promise.resolve(performance.now() >= then + ms);
  await until(`${ms} ms of it`, over, undefined, ms + 10_000);
}

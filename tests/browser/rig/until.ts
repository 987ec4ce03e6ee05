/** How long a condition may take to come true; generous, since the machine is shared. */
export const PATIENCE = 30_000;

/**
 * Waits until `probe` gives something true and returns it. Fails after `within` milliseconds with
 * what was wanted and what `seen` tells of the situation.
 */
export async function until<T>(
  wanted: string,
  probe: () => Promise<T | false | null | undefined>,
  seen: () => Promise<unknown> = () => Promise.resolve(undefined),
  within = PATIENCE,
): Promise<T> {
  const deadline = performance.now() + within;
  while (performance.now() < deadline) {
    const found = await probe();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const last = await seen();
  const detail = last === undefined ? "" : `\nseen: ${JSON.stringify(last, null, 1)}`;
  throw new Error(`waited ${within / 1000} s for: ${wanted}${detail}`);
}

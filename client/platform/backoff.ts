/** Milliseconds before the n-th try; the last one repeats. */
const STEPS_MS = [0, 300, 1200, 2700, 4800, 7000] as const;
const JITTER_MS = 1000;

/** How long to wait before try number `attempt` (from 0). `random` is in [0, 1). */
export function backoff(attempt: number, random: () => number): number {
  const step = STEPS_MS[Math.min(attempt, STEPS_MS.length - 1)] ?? 0;
  // The first try comes soon: most often only one socket broke, but it may be those of all.
  return step + Math.floor(random() * (attempt === 0 ? JITTER_MS / 2 : JITTER_MS));
}

/** Milliseconds before the n-th try; the last one repeats. */
const STEPS = [0, 300, 1200, 2700, 4800, 7000] as const;
const JITTER = 1000;

/** How long to wait before try number `attempt` (from 0). `random` is in [0, 1). */
export function backoff(attempt: number, random: () => number): number {
  const step = STEPS[Math.min(attempt, STEPS.length - 1)] ?? 0;
  // The first try comes soon: most often only one socket broke, but it may be those of all.
  return step + Math.floor(random() * (attempt === 0 ? JITTER / 2 : JITTER));
}

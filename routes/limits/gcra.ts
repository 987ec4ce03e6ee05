/** Rate limit of each key, counted by all isolates together. */
export interface CellRate {
  /** Counts one at `now` (ms); false, and it does not count, when there were enough. */
  take(slot: number, now: number): boolean;
}

/** Rate that never refuses: a limit of 0. */
export const UNLIMITED: CellRate = { take: () => true };

/**
 * At most `most` at once and in any `span` milliseconds from then on, by the generic cell rate
 * algorithm (ITU-T I.371, annex A): one number for each slot, the time at which it is empty again.
 */
export function gcra(most: number, span: number, cells: BigInt64Array): CellRate {
  if (most === 0) return UNLIMITED;
  // In microseconds, so that many in a short span lose nothing to rounding.
  const step = BigInt(Math.floor(span * 1000 / most));
  const full = BigInt(span * 1000);
  return {
    take(slot, now) {
      const time = BigInt(Math.round(now)) * 1000n;
      for (;;) {
        const seen = Atomics.load(cells, slot);
        // Further ahead than can be: the clock was set back, and that locks no client out.
        const empty = seen < time || seen > time + full ? time : seen;
        if (empty + step > time + full) return false;
        if (Atomics.compareExchange(cells, slot, seen, empty + step) === seen) return true;
      }
    },
  };
}

/** Rate limit of each key, counted by all isolates together. */
export interface CellRate {
  /** Counts one at `now` (ms); false, and it does not count, when there were enough. */
  take(slot: number, now: number): boolean;
}

/** Rate that never refuses: a limit of 0. */
export const UNLIMITED: CellRate = { take: () => true };

/**
 * At most `limit` at once and in any `spanMs` from then on, by the generic cell rate
 * algorithm (ITU-T I.371, annex A): one number for each slot, the time at which it is empty again.
 */
export function gcra(limit: number, spanMs: number, cells: BigInt64Array): CellRate {
  if (limit === 0) return UNLIMITED;
  // In microseconds, so that many in a short span lose nothing to rounding.
  const step = BigInt(Math.floor(spanMs * 1000 / limit));
  const full = BigInt(spanMs * 1000);
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

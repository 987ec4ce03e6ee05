import type { Candidates } from "../messages/negotiation.ts";

/** Candidates that have overtaken their offer, by the name of its connection. */
export interface EarlyCandidates {
  keep(body: Candidates): void;
  /** Gives those of this connection, and forgets all others. */
  take(id: string): Candidates["candidates"];
}

/** Candidates that are kept for one offer, and offers that some are kept for. */
const MAX_CANDIDATES_KEPT = 200;
const MAX_OFFERS = 4;

/** Keeps none yet. */
export function keepEarlyCandidates(): EarlyCandidates {
  const kept = new Map<string, Candidates["candidates"]>();
  return {
    keep({ connection: id, candidates }) {
      if (kept.size >= MAX_OFFERS && !kept.has(id)) kept.clear();
      kept.set(id, [...(kept.get(id) ?? []), ...candidates].slice(0, MAX_CANDIDATES_KEPT));
    },
    take(id) {
      const found = kept.get(id) ?? [];
      kept.clear();
      return found;
    },
  };
}

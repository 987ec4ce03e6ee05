import type { Hub } from "../signaling/hub/hub.ts";
import type { Crowd } from "./limits/connection_limits.ts";

/** Reason why a process lets no newcomer in. */
export type Refusal = "draining" | "memory" | "max_conns";

/** State of a process that decides whether newcomers are let in. */
export interface Readiness {
  readonly hub: Pick<Hub, "draining">;
  readonly crowd: Pick<Crowd, "full">;
  /** Memory is short: no newcomers. */
  readonly crowded: () => boolean;
}

/** Reason why no newcomer is let in now, or null: one answer for `/healthz` and `/ws`. */
export function refusalOf({ hub, crowd, crowded }: Readiness): Refusal | null {
  if (hub.draining) return "draining";
  if (crowded()) return "memory";
  return crowd.full ? "max_conns" : null;
}

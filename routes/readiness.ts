import type { Hub } from "../signaling/hub/hub.ts";
import type { ConnectionLimits } from "./limits/connection_limits.ts";

/** Reason why a process lets no newcomer in. */
export type Refusal = "draining" | "memory" | "max_conns";

/** State of a process that decides whether newcomers are let in. */
export interface Readiness {
  readonly hub: Pick<Hub, "draining">;
  readonly connections: Pick<ConnectionLimits, "full">;
  /** Memory is short: no newcomers. */
  readonly memoryIsShort: () => boolean;
}

/** Reason why no newcomer is let in now, or null: one answer for `/healthz` and `/ws`. */
export function refusalOf({ hub, connections, memoryIsShort }: Readiness): Refusal | null {
  if (hub.draining) return "draining";
  if (memoryIsShort()) return "memory";
  return connections.full ? "max_conns" : null;
}

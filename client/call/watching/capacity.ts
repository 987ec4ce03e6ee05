import type { ClientMessage } from "../../../protocol/mod.ts";

/** Viewers that one page serves, players among them: each costs it an encoder and some 1 Mbit/s. */
export const MAX_SERVED = 4;

/** Options of {@link openCapacity}. */
export interface CapacityOptions {
  /** Number of viewers that are served now. */
  readonly viewers: () => number;
  /** Number of players that are served now. */
  readonly players: () => number;
  /** True while this page is short of uplink or time. */
  readonly isShort: () => boolean;
  /** Sends to the server; false while the socket is not open. */
  readonly report: (message: ClientMessage) => boolean;
}

/** Number of those whom this page can serve, as it offers it to the server. */
export interface Capacity {
  /** Number of those whom it can take besides. */
  room(): number;
  /** Offers anew when that has changed. */
  offer(): void;
  /** Offers to a server that knows of no offer. */
  renew(): void;
}

/** Opens it; nothing is offered yet. */
export function openCapacity(options: CapacityOptions): Capacity {
  const { viewers, players, isShort, report } = options;
  /** Offer that the server knows; empty: none. */
  let offered = "";

  const busy = () => viewers() + players();
  // Short of uplink or time a page keeps whom it serves, and takes one where all are short.
  const all = () => isShort() ? Math.min(MAX_SERVED, Math.max(1, busy())) : MAX_SERVED;

  function offer(): void {
    const count = players();
    const message = { viewers: Math.max(0, all() - count), players: count };
    const text = JSON.stringify(message);
    if (text !== offered && report({ type: "client-serve", ...message })) offered = text;
  }

  return {
    room: () => all() - busy(),
    offer,
    renew() {
      offered = "";
      offer();
    },
  };
}

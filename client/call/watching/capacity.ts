import type { ClientMessage } from "../../../protocol/mod.ts";
import type { Load } from "./serving_load.ts";
import { VIEWER_BITRATE } from "./viewer_limits.ts";

/** Viewers that one page serves at most, players among them: each costs it an encoder. */
export const MAX_SERVED = 12;
/** Viewers that a page serves whose uplink nobody has found narrow. */
export const FEW_SERVED = 4;

/** Options of {@link openCapacity}. */
export interface CapacityOptions {
  /** Number of viewers that are served now. */
  readonly viewers: () => number;
  /** Number of players that are served now. */
  readonly players: () => number;
  /** True while this page is short of uplink or time. */
  readonly isShort: () => boolean;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Sends to the server; false while the socket is not open. */
  readonly report: (message: ClientMessage) => boolean;
}

/** Number of those whom this page can serve, as it offers it to the server. */
export interface Capacity {
  /** Number of those whom it can take besides. */
  room(): number;
  /** Takes the load of this page, and offers anew when the number has changed. */
  look(load: Load): void;
  /** Offers anew when the number of players has changed. */
  offer(): void;
  /** Offers to a server that knows of no offer. */
  renew(): void;
}

/** Time for which a page that has offered less offers no more again: estimates waver. */
export const HOLD_MS = 30_000;
/** Share of what is to spare that is offered: a way that nobody fills is known by a guess. */
const USED_SHARE = 0.8;

/** Number of those whom a page can serve that serves so many, if this share of its spare uplink is used. */
export function fitting(load: Load, served: number, share: number): number {
  const { spare, isNarrow, encoders, measured } = load;
  // Players, and viewers who have just come, are not measured: they take of what is to spare.
  const unmeasured = Math.max(0, served - measured);
  const ways = Math.floor(share * (spare ?? 0) / VIEWER_BITRATE);
  const free = Math.max(0, Math.min(ways, encoders) - unmeasured);
  // An estimate is what a way carries at least, until an encoder fills it.
  const least = Math.max(isNarrow ? 1 : FEW_SERVED, served);
  return Math.min(MAX_SERVED, Math.max(least, served + free));
}

/** Opens it; nothing is offered yet. */
export function openCapacity(options: CapacityOptions): Capacity {
  const { viewers, players, isShort, elapsed, report } = options;
  /** Offer that the server knows; empty: none. */
  let offered = "";
  let all = FEW_SERVED;
  /** Milliseconds until which no more is offered. */
  let held = 0;

  const busy = () => viewers() + players();

  function lower(to: number): void {
    if (to < all) held = elapsed() + HOLD_MS;
    all = to;
  }

  function offer(): void {
    const count = players();
    const message = { viewers: Math.max(0, all - count), players: count };
    const text = JSON.stringify(message);
    if (text !== offered && report({ type: "client-serve", ...message })) offered = text;
  }

  return {
    room: () => all - busy(),
    look(load) {
      const most = fitting(load, busy(), 1);
      // Short of uplink or time a page keeps whom it serves, and takes one where all are short.
      if (isShort() || load.isStrained) lower(Math.min(all, Math.max(1, busy())));
      else if (all > most) lower(most);
      else if (elapsed() >= held) all = Math.max(all, fitting(load, busy(), USED_SHARE));
      offer();
    },
    offer,
    renew() {
      offered = "";
      offer();
    },
  };
}

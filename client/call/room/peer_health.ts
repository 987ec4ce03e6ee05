import type { Clock } from "../../platform/clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { Negotiation } from "../connection/negotiation.ts";
import { ALIVE_MS, openRepair, type Repair } from "../connection/repair.ts";
import {
  countMedia,
  expectedMedia,
  type Health,
  type HealthMonitor,
  monitorHealth,
} from "../health/media_health.ts";
import { sharedReport } from "../health/shared_report.ts";
import type { About } from "../messages/about.ts";
import type { Channel } from "./channel.ts";

/** Options of {@link openPeerHealth}. */
export interface PeerHealthOptions {
  readonly clock: Pick<Clock, "later" | "elapsed">;
  readonly negotiation: () => Negotiation;
  readonly channel: () => Channel;
  /** Media of the peer that are missed when they do not come, out of all that it announces. */
  readonly expected: (about: About) => About;
  /** True if the other page has left: there is nobody to connect with. */
  readonly isLost: () => boolean;
  /** True if the server has lost sight of the other page. */
  readonly isAway: () => boolean;
  /** The peer is gone for good. */
  readonly gone: () => void;
  readonly signal: AbortSignal;
}

/** Health of the connection with one peer, whichever carries the call, and its repair. */
export interface PeerHealth {
  readonly repair: Repair;
  /** Health at the last check; null while there is no connection that says it works. */
  current(): Health | null;
  /** Milliseconds that nothing had come in, at the last check. */
  silent(): number;
  /** Notes that something was said on the data channel. */
  heard(): void;
  /** Reads the counters and repairs what they say is broken; to be called every second. */
  check(): Promise<void>;
  /** Gives what is silent no time to heal: the page woke up, or its network is back. */
  probeNow(): void;
}

/** Opens it before the first check. */
export function openPeerHealth(options: PeerHealthOptions): PeerHealth {
  const { negotiation, channel, isLost, isAway, gone, signal } = options;
  const { later, elapsed } = options.clock;
  let watched: { readonly connection: Connection; readonly monitor: HealthMonitor } | null = null;
  let health: Health | null = null;
  const current = () => health;
  const silent = () => health?.silent ?? 0;
  const repair = openRepair({
    later,
    elapsed,
    negotiation,
    health: current,
    isLost,
    isAway,
    gone,
    signal,
  });

  return {
    repair,
    probeNow: repair.probeNow,
    current,
    silent,
    heard: () => watched?.monitor.heard(elapsed()),
    async check() {
      const connection = negotiation().connection();
      const state = connection?.state();
      if (!connection || (state !== "connected" && state !== "disconnected")) {
        if (state !== "failed") health = null;
        // When it left another member may still have said to see it.
        return isLost() ? gone() : undefined;
      }
      if (watched?.connection !== connection) {
        watched = { connection, monitor: monitorHealth(elapsed()) };
      }
      const { monitor } = watched;
      const { rtc } = connection;
      const counts = await countMedia(rtc, sharedReport(rtc, elapsed())).catch(() => null);
      if (!counts || negotiation().connection() !== connection || signal.aborted) return;
      const { keyframes, about } = channel();
      monitor.look(counts, expectedMedia(options.expected(about())), elapsed());
      const before = silent();
      health = monitor.health(elapsed());
      // They have missed pictures, too; the channel lost packets and is slow to bring their wish.
      if (before >= ALIVE_MS && health.silent < ALIVE_MS) keyframes.asked();
      keyframes.look(health.frozen);
      repair.judge(health);
    },
  };
}

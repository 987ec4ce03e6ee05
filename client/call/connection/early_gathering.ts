import type { Later } from "../../platform/clock.ts";
import { attempt } from "./connection.ts";

/** One RTCPeerConnection that gathers before there is anything to answer. */
export interface EarlyGathering {
  /** Gathers with the ICE servers of now: its relay is asked while an offer is being verified. */
  gather(): void;
  /** Gives it to the first answer; null when there is none any more. */
  take(): RTCPeerConnection | null;
}

/** Options of {@link gatherEarly}. */
export interface EarlyGatheringOptions {
  readonly create: (config: RTCConfiguration) => RTCPeerConnection;
  /**
   * Configuration with the ICE servers of now and a pool of candidates (RFC 8829 §3.5.4). Always with
   * one: Chromium may wait for the interfaces for ever when a pool is thrown away before it knows them
   * and another gathering begins later.
   */
  readonly config: () => RTCConfiguration;
  readonly later: Later;
  readonly signal: AbortSignal;
}

/** Its candidates are of the network of now: it is thrown away so soon, unless an answer takes it. */
const KEPT_MS = 3000;

/**
 * Begins at once, before the ICE servers are known: until they are, the browser has listed the
 * interfaces and has only the servers left to ask.
 */
export function gatherEarly(options: EarlyGatheringOptions): EarlyGathering {
  const { create, config, later, signal } = options;
  let early = attempt(() => create(config()));

  function drop(): void {
    early?.close();
    early = null;
  }

  function gather(): void {
    // The browser refuses a URL of a server: the answer is made on another connection, without it.
    if (attempt(() => early?.setConfiguration(config())) === null) drop();
  }

  later(KEPT_MS, drop, signal);
  signal.addEventListener("abort", drop, { once: true });
  return {
    gather,
    take() {
      gather();
      const taken = early;
      early = null;
      return taken;
    },
  };
}

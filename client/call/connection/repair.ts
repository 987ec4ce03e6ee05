import { childOf } from "../../platform/child_signal.ts";
import type { Later } from "../../platform/clock.ts";
import type { Health } from "../health/media_health.ts";
import { isConnected } from "./connection.ts";
import type { Negotiation } from "./negotiation.ts";

/** Options of {@link openRepair}. */
export interface RepairOptions {
  readonly later: Later;
  /** Monotonic milliseconds (W3C High Resolution Time §4). */
  readonly elapsed: () => number;
  readonly negotiation: () => Negotiation;
  /** Health as last read; null while there is no connection that says it works. */
  readonly health: () => Health | null;
  /** True if the other page has left: there is nobody to connect with. */
  readonly isLost: () => boolean;
  /** True if the server has lost sight of the other page. */
  readonly isAway: () => boolean;
  readonly gone: () => void;
  readonly signal: AbortSignal;
}

/** Decides when the connection of a pair is replaced by a new one. */
export interface Repair {
  /** True since the other side has asked for a new connection, until one works. */
  readonly demanded: boolean;
  /** Notes that the other side holds no connection. */
  demand(): void;
  /** Takes the state of the connection that carries the call. */
  take(state: RTCPeerConnectionState): void;
  /** The other page has closed the connection that carried the call. */
  closed(): void;
  /** Judges counters that have just been read. */
  judge(health: Health): void;
  /** True if something has come in lately. */
  isAlive(): boolean;
  /** Replaces the connection soon, unless something comes in: the page woke up, or its network is back. */
  probeNow(): void;
}

/** Short dropouts heal by themselves; after this the connection is replaced. */
const DROPOUT_MS = 4000;
/** Nothing at all has come in for this long: the same, whatever the states say. */
export const SILENT_MS = 5000;
/** One kind of media has stood still for this long; each repair for it doubles the next. */
const STALLED_MS = 6000;
const MAX_STALLED_MS = 120_000;
/** The other side has confirmed nothing for this long; receiver reports come every 5 s at most. */
export const UNHEARD_MS = 9000;
/** A connection that came to life again while its successor is not there yet is kept. */
export const ALIVE_MS = 1500;
/** Time for a page that closed the connection to come back by itself. */
const CLOSED_MS = 1000;

/** Begins without a doubt. */
export function openRepair(options: RepairOptions): Repair {
  const { later, elapsed, health, signal } = options;
  let waiting = childOf(signal);
  let demanded = false;
  let stalledMs = STALLED_MS;
  let repairedAt = 0;
  let wakingUntil = 0;

  const works = () => isConnected(options.negotiation().connection());
  const isAlive = () => works() && (health()?.silent ?? 0) < ALIVE_MS * 2;

  function after(ms: number, then = repair): void {
    waiting.abort();
    waiting = childOf(signal);
    if (!signal.aborted) later(ms, then, waiting.signal);
  }

  /** ICE misses checks; while media come in all the same, nothing is broken. */
  function doubt(): void {
    after(DROPOUT_MS, () => (health()?.silent ?? SILENT_MS) < ALIVE_MS ? doubt() : repair());
  }

  function repair(): void {
    if (signal.aborted || options.negotiation().busy) return;
    if (options.isLost()) options.gone();
    else options.negotiation().start();
  }

  function settle(): void {
    const negotiation = options.negotiation();
    demanded &&= negotiation.busy;
    if (!demanded && negotiation.tries > 0 && works()) negotiation.discardSuccessor();
    if (elapsed() - repairedAt > MAX_STALLED_MS / 2) stalledMs = STALLED_MS;
  }

  return {
    get demanded() {
      return demanded;
    },
    demand: () => void (demanded = true),
    take(state) {
      waiting.abort();
      if (state === "failed") repair();
      if (state === "disconnected") doubt();
    },
    closed: () => after(CLOSED_MS),
    judge({ silent, stalled, unheard }) {
      if (silent < ALIVE_MS && stalled < ALIVE_MS && unheard < UNHEARD_MS) return settle();
      // Whoever woke up has a moment to be heard again.
      if (elapsed() < wakingUntil) return;
      if (silent >= SILENT_MS && !options.isAway()) return repair();
      if (stalled < stalledMs && unheard < Math.max(stalledMs, UNHEARD_MS)) return;
      // It may be their camera rather than the connection: ever less often.
      if (elapsed() - repairedAt < stalledMs) return;
      repairedAt = elapsed();
      stalledMs = Math.min(MAX_STALLED_MS, 2 * stalledMs);
      repair();
    },
    isAlive,
    probeNow() {
      wakingUntil = elapsed() + ALIVE_MS;
      after(ALIVE_MS, () => {
        if (isAlive() && (health()?.silent ?? 0) < ALIVE_MS) return;
        options.negotiation().retryNow();
        repair();
      });
    },
  };
}

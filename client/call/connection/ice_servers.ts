import type { Ice } from "../../../protocol/mod.ts";
import type { Later } from "../../platform/clock.ts";

/** Options of {@link keepIceServers}. */
export interface IceOptions {
  /** Asks the server for fresh ones; false when the socket is not open. */
  readonly ask: () => boolean;
  /** Milliseconds since 1970: they run out while a laptop sleeps, too. */
  readonly now: () => number;
  readonly later: Later;
  readonly signal: AbortSignal;
  /** Media go by a relay alone, so that the other side does not see this side's address. */
  readonly relayOnly: boolean;
}

/** The newest ICE servers of this page. */
export interface IceServers {
  /** Takes the servers that `welcome` or `ice` has brought. */
  take(ice: Ice): void;
  /** With what there is, however old. */
  config(): RTCConfiguration;
  /** Good for another minute. */
  good(): boolean;
  /** Good for another minute, where that can be had within {@link CREDENTIALS_TIMEOUT_MS}. Never rejects. */
  fresh(): Promise<RTCConfiguration>;
}

/** Milliseconds that a connection waits for fresh servers: then it tries with what there is. */
export const CREDENTIALS_TIMEOUT_MS = 1500;
/** Milliseconds that servers must be good for: setting up a connection takes some of them. */
const EXPIRY_MARGIN_MS = 60_000;
/** Milliseconds from one question to the next: the server answers six in a minute. */
const ASK_PAUSE_MS = 10_000;

/** Keeps them. Relays check a credential when they allocate, so every new connection needs it fresh. */
export function keepIceServers({ ask, now, later, signal, relayOnly }: IceOptions): IceServers {
  let held: { readonly ice: Ice; readonly since: number } | null = null;
  let asked = -Infinity;
  let waiting: (() => void)[] = [];

  function good(): boolean {
    if (!held) return false;
    if (held.ice.iceTtl === undefined) return true;
    const age = now() - held.since;
    // A clock that was set back tells nothing.
    return age >= 0 && held.ice.iceTtl * 1000 - age >= EXPIRY_MARGIN_MS;
  }

  function config(): RTCConfiguration {
    const known = held?.ice.iceServers ?? [];
    return {
      iceServers: known.map((one) => ({ ...one, urls: [...one.urls] })),
      iceTransportPolicy: relayOnly ? "relay" : "all",
    };
  }

  /** True when an answer may be on its way. */
  function asking(): boolean {
    const since = now() - asked;
    if (since >= 0 && since < ASK_PAUSE_MS) {
      return since < CREDENTIALS_TIMEOUT_MS && waiting.length > 0;
    }
    if (!ask()) return false;
    asked = now();
    return true;
  }

  function answered(): void {
    const all = waiting;
    waiting = [];
    for (const go of all) go();
  }

  return {
    take(ice) {
      // A server that has just started may have none yet: what is good stays.
      const poor = ice.iceTtl !== undefined && ice.iceTtl * 1000 < EXPIRY_MARGIN_MS;
      if (!poor || !good()) held = { ice, since: now() };
      answered();
    },
    config,
    good,
    fresh() {
      if (signal.aborted || good() || !asking()) return Promise.resolve(config());
      return new Promise((resolve) => {
        const over = new AbortController();
        const go = () => {
          over.abort();
          resolve(config());
        };
        waiting.push(go);
        later(CREDENTIALS_TIMEOUT_MS, () => {
          waiting = waiting.filter((one) => one !== go);
          go();
        }, over.signal);
        signal.addEventListener("abort", go, { signal: over.signal });
      });
    },
  };
}

import type { Later } from "../../platform/clock.ts";
import { attempt, type Connection, foundNoNetwork } from "./connection.ts";

/** Keeps one connection whose offer is ready before it is asked for. */
export interface PreparedConnection {
  /**
   * Gives the prepared connection, or a fresh one; a new one is prepared afterwards. After a try
   * that did not last always a fresh one, since the candidates at hand may be of a network that is
   * gone; and none is prepared before {@link PreparedConnection.refill}.
   */
  take(again: boolean): Connection;
  /** Prepares one soon, unless there is one: connections come about here. */
  refill(): void;
  /** The prepared connection; null while there is none, or it has found no way out of here. */
  spare(): Connection | null;
  /**
   * Prepares one now, or soon; what was prepared with other ICE servers, or on another network, is
   * thrown away.
   */
  renew(soon?: boolean): void;
}

/** One is prepared so much later, when the pair at hand has had its turn. */
const SOON_MS = 1000;
/** TURN allocations and their credentials age: a spare older than this is replaced. */
const MAX_AGE_MS = 4 * 60_000;

export interface PreparedConnectionOptions {
  readonly open: () => Connection;
  /** Resolves when the ICE servers are fresh enough to connect with, null if they are; never rejects. */
  readonly ready: () => Promise<unknown> | null;
  readonly later: Later;
  readonly signal: AbortSignal;
}

/** Keeps no spare until it is told to, so that more urgent work can go first. */
export function prepareConnection(
  { open, ready, later, signal }: PreparedConnectionOptions,
): PreparedConnection {
  let spare: Connection | null = null;
  let age = new AbortController();
  signal.addEventListener("abort", drop, { once: true });

  function prepare(): void {
    if (signal.aborted || spare) return;
    const turn = age.signal;
    const waiting = ready();
    if (!waiting) return hold();
    void waiting.then(() => {
      if (!turn.aborted && !signal.aborted && !spare) hold();
    });
  }

  function hold(): void {
    const mine = attempt(open);
    if (!mine) return;
    spare = mine;
    later(MAX_AGE_MS, () => renew(), age.signal);
    // A browser that cannot offer now may do so when it is asked again.
    mine.prepare().catch(() => {
      if (spare === mine) drop();
    });
  }

  /** Lets go of the spare, if there is one. */
  function release(): void {
    age.abort();
    age = new AbortController();
    spare = null;
  }

  function usable(): Connection | null {
    if (foundNoNetwork(spare)) drop();
    return spare;
  }

  function drop(): void {
    spare?.close();
    release();
  }

  function renew(soon = false): void {
    drop();
    if (soon) refill();
    else prepare();
  }

  const refill = () => later(SOON_MS, prepare, signal);
  return {
    refill,
    spare: usable,
    take(again) {
      if (again) drop();
      const mine = usable() ?? open();
      release();
      if (!again) refill();
      return mine;
    },
    renew,
  };
}

import type { Ice, IceServer } from "../protocol/mod.ts";
import type { Clock } from "./clock.ts";
import type { Given } from "./turn.ts";

/** What an issuer of TURN credentials answered; `ttl` in seconds, `why` in words for operators. */
export type Answer =
  | { readonly ok: true; readonly servers: readonly IceServer[]; readonly ttl: number }
  | { readonly ok: false; readonly why: string };

/** What is needed from outside. */
export interface IssuedOptions {
  /** Asks the issuer. Never rejects, and gives up by itself. */
  readonly ask: () => Promise<Answer>;
  readonly clock: Pick<Clock, "now" | "later">;
  readonly count: (result: "ok" | "failed") => void;
  readonly signal: AbortSignal;
}

/** Credentials of an issuer, kept ready so that nobody who joins waits for it. */
export interface Issued {
  give(): Given;
  /** Why there are none, or null. */
  trouble(): string | null;
}

/** Seconds of life below which credentials are not worth giving. */
const SCARCE = 60;
/** Seconds between tries at an issuer that fails, at most. */
const LONGEST = 60;

/**
 * Asks at once, then at half of each credential's life, and after a failure again and again. They
 * are the same for everybody: an issuer bills by the request, and knows no rooms.
 */
export function keepIssued({ ask, clock, count, signal }: IssuedOptions): Issued {
  let held: { readonly servers: readonly IceServer[]; readonly ttl: number; at: number } | null =
    null;
  let failures = 0;
  let trouble: string | null = null;
  let going: Promise<void> | null = null;

  async function turn(): Promise<void> {
    const answer = await ask();
    going = null;
    if (signal.aborted) return;
    count(answer.ok ? "ok" : "failed");
    trouble = answer.ok ? null : answer.why;
    failures = answer.ok ? 0 : failures + 1;
    if (answer.ok) held = { servers: answer.servers, ttl: answer.ttl, at: clock.now() };
    const pause = answer.ok ? answer.ttl / 2 : Math.min(LONGEST, 2 ** failures);
    clock.later(pause * 1000, () => going = turn(), signal);
  }

  function current(): Ice {
    if (!held) return { iceServers: [], iceTtl: 0 };
    const age = Math.ceil((clock.now() - held.at) / 1000);
    // A clock that was set back makes nothing live longer.
    const iceTtl = Math.min(held.ttl, held.ttl - age);
    return iceTtl > 0 ? { iceServers: held.servers, iceTtl } : { iceServers: [], iceTtl: 0 };
  }

  going = turn();
  return {
    give() {
      const now = current();
      const scarce = (now.iceTtl ?? 0) < SCARCE;
      return { now, better: scarce && going ? going.then(current) : null };
    },
    trouble: () => trouble,
  };
}

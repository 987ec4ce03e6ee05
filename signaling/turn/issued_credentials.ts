import type { Ice, IceServer } from "../../protocol/mod.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Given } from "./credentials.ts";

/** Answer of an issuer of TURN credentials; `ttl` in seconds, `why` in words for operators. */
export type Answer =
  | { readonly ok: true; readonly servers: readonly IceServer[]; readonly ttl: number }
  | { readonly ok: false; readonly why: string };

/** Options of issued credentials. */
export interface IssuedOptions {
  /** Asks the issuer. Never rejects, and gives up by itself. */
  readonly ask: () => Promise<Answer>;
  readonly clock: Pick<Clock, "now" | "later">;
  readonly count: (result: "ok" | "failed") => void;
  /** Hears once a minute why there are none. */
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Credentials of an issuer, kept ready so that no join waits for it. */
export interface Issued {
  give(): Given;
  /** Why there are none, or null. */
  trouble(): string | null;
}

const RUN_OUT = "the TURN credentials have run out";
/** Seconds of life below which credentials are not worth giving. */
const SCARCE_S = 60;
/** Seconds between tries at an issuer that fails, at most. */
const MAX_RETRY_S = 60;
/** Seconds between looks at the time of day, which may jump while a timer does not (sleep, NTP). */
const LOOK_SECONDS = 60;

/**
 * Asks at once, then at half of each credential's life by timer or by the time of day, whichever
 * comes first, and after a failure again and again. They are the same for all members: an issuer
 * bills by the request, and knows no rooms.
 */
export function keepIssued({ ask, clock, count, log, signal }: IssuedOptions): Issued {
  let held: { readonly servers: readonly IceServer[]; readonly ttl: number; at: number } | null =
    null;
  let failures = 0;
  let failed: string | null = null;
  let going: Promise<void> | null = null;
  let waiting = new AbortController();

  async function turn(): Promise<void> {
    waiting.abort();
    const answer = await ask();
    going = null;
    if (signal.aborted) return;
    count(answer.ok ? "ok" : "failed");
    failed = answer.ok ? null : answer.why;
    failures = answer.ok ? 0 : failures + 1;
    if (answer.ok) held = { servers: answer.servers, ttl: answer.ttl, at: clock.now() };
    waiting = new AbortController();
    wait(
      answer.ok ? answer.ttl / 2 : Math.min(MAX_RETRY_S, 2 ** failures),
      AbortSignal.any([waiting.signal, signal]),
    );
  }

  function wait(seconds: number, over: AbortSignal): void {
    const step = Math.min(seconds, LOOK_SECONDS);
    const next = () => {
      if (step < seconds && !overdue()) wait(seconds - step, over);
      else going = turn();
    };
    clock.later(step * 1000, next, over);
  }

  /** True when the time of day says that credentials should have been renewed. */
  function overdue(): boolean {
    return held !== null && failures === 0 && clock.now() - held.at > held.ttl * 500 + 1000;
  }

  function current(): Ice {
    if (!held) return { iceServers: [], iceTtl: 0 };
    const age = Math.ceil((clock.now() - held.at) / 1000);
    // A clock that was set back makes nothing live longer.
    const iceTtl = Math.min(held.ttl, held.ttl - age);
    return iceTtl > 0 ? { iceServers: held.servers, iceTtl } : { iceServers: [], iceTtl: 0 };
  }

  function trouble(): string | null {
    return failed ?? (held && current().iceTtl === 0 ? RUN_OUT : null);
  }

  function tell(): void {
    const why = trouble();
    if (why !== null) log({ level: "warn", event: "turn_issuer_failed", detail: why });
    clock.later(60_000, tell, signal);
  }

  going = turn();
  going.then(tell);
  return {
    give() {
      if (overdue()) going ??= turn();
      const now = current();
      const scarce = (now.iceTtl ?? 0) < SCARCE_S;
      return { now, better: scarce && going ? going.then(current) : null };
    },
    trouble,
  };
}

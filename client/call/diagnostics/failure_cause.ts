import { SETUPS } from "../../../protocol/mod.ts";
import type { TurnProbeResult } from "./turn_probe.ts";
import type { Verdict } from "../../state/diagnostics.ts";

/** Signs that a page has seen of a pair that does not connect. */
export interface FailureSigns {
  /** Their page has answered, or offered, at least once. */
  readonly answered: boolean;
  /** A pair of candidates has connected (RFC 8445 §6.1.4). */
  readonly reached: boolean;
  readonly relay: TurnProbeResult;
  /** This browser does not accept the address of a relay, and goes without it. */
  readonly refused: boolean;
}

/** Why a pair does not connect: the nearest cause first. */
export function failureCause({ answered, reached, relay, refused }: FailureSigns): Verdict {
  if (!answered) return "peer_silent";
  if (reached) return "dtls_failed";
  switch (relay) {
    case "none":
      return refused ? "relay_address" : "no_relay";
    case "works":
      return "no_path";
    case "refuses":
      return "relay_refused";
    case "full":
      return "relay_full";
    case "silent":
      return "relay_unreachable";
    case "unclear":
      return "unknown";
  }
}

/** The bucket of a set-up time in ms, as a report names it. */
export function setupClass(ms: number): (typeof SETUPS)[number] {
  return SETUPS.find((bucket) => ms <= Number(bucket) * 1000) ?? "more";
}

import type { Member } from "../call/room/member.ts";
import type { SignalingState } from "../state/call_state.ts";

/** Call as far as it decides what is urgent. */
export interface BeginningCall {
  /** Monotonic milliseconds at which it began. */
  readonly began: number;
  members(): readonly Pick<Member, "since" | "setup">[];
}

/**
 * Time that a socket, then further connections, and then the last one's first frame may have the
 * processor for themselves: before the first frame there is nothing to show, and one drawing takes
 * as long as several connections.
 */
const SETUP_MS = { socket: 150, connection: 400, frame: 100 };
/** On a slow device all takes longer: so many times what the script took to begin, up to a limit. */
const SLOWNESS = { times: 5, mostMs: 1000 };

/**
 * Milliseconds for which a call may need the main thread more than a drawing does, on a device where
 * the script took `ranMs` to begin; 0: no longer.
 */
export function setupMs(
  call: BeginningCall | null,
  signaling: SignalingState,
  now: number,
  ranMs: number,
): number {
  if (!call) return 0;
  const members = call.members();
  const begun = members.map(({ since, setup }) => since + (setup ?? 0));
  const slowMs = Math.min(ranMs * SLOWNESS.times, SLOWNESS.mostMs);
  const isPending = members.some(({ setup }) => setup === null);
  const end = signaling === "connecting"
    ? call.began + SETUP_MS.socket + slowMs
    : Math.max(...begun) + (isPending ? SETUP_MS.connection + slowMs : SETUP_MS.frame);
  return Math.max(0, end - now);
}

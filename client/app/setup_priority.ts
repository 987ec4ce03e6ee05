import type { Member } from "../call/room/member.ts";
import type { SignalingState } from "../state/call_state.ts";

/** Call as far as it decides what is urgent. */
export interface BeginningCall {
  /** Monotonic milliseconds at which it began. */
  readonly began: number;
  members(): readonly Pick<Member, "since" | "setup">[];
}

/**
 * Time that a socket, then a first connection, and then its first frame may have the processor for
 * themselves: before that frame there is nothing to show.
 */
const SETUP_MS = { socket: 150, connection: 400, frame: 100 };

/** Milliseconds for which a call may need the main thread more than a drawing does; 0: no longer. */
export function setupMs(
  call: BeginningCall | null,
  signaling: SignalingState,
  now: number,
): number {
  if (!call) return 0;
  if (signaling === "connecting") return Math.max(0, call.began + SETUP_MS.socket - now);
  const until = call.members().map(({ since, setup }) =>
    since + (setup === null ? SETUP_MS.connection : setup + SETUP_MS.frame)
  );
  return Math.max(0, ...until.map((end) => end - now));
}

import type { Member } from "../call/room/member.ts";
import type { SignalingState } from "../state/call_state.ts";

/** Call as far as it decides what is urgent. */
export interface BeginningCall {
  /** Monotonic milliseconds at which it began. */
  readonly began: number;
  members(): readonly Pick<Member, "since" | "setup">[];
}

/** Time that a socket, and then a first connection, may have the main thread for itself. */
const URGENT_MS = { socket: 150, connection: 400 };

/** Milliseconds for which a call may need the main thread more than a drawing does; 0: no longer. */
export function urgentMs(
  call: BeginningCall | null,
  signaling: SignalingState,
  now: number,
): number {
  if (!call) return 0;
  if (signaling === "connecting") return Math.max(0, call.began + URGENT_MS.socket - now);
  const connecting = call.members().filter(({ setup }) => setup === null);
  return Math.max(0, ...connecting.map(({ since }) => since + URGENT_MS.connection - now));
}

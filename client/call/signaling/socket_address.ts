import { SUBPROTOCOL } from "../../../protocol/limits.ts";
import type { SeatClaim } from "../security/security_context.ts";

/** URL and subprotocols with which a socket claims a seat: opening it is joining. */
export function socketAddress(
  signalingUrl: string,
  { roomId, id, token }: SeatClaim,
): { readonly url: string; readonly protocols: string[] } {
  return { url: `${signalingUrl}/${roomId}`, protocols: [SUBPROTOCOL, `${id}.${token}`] };
}

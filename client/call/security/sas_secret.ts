import { lengthPrefixed, sha256 } from "./bytes.ts";
import type { SessionInfo } from "../messages/negotiation.ts";

/** One side of a code: a session, and the secret that its description has committed to. */
export interface SasSide {
  readonly sessionInfo: SessionInfo;
  readonly secret: string;
}

/** Both sides of a code, told on a proven connection. */
export interface SasInputs {
  readonly roomId: string;
  readonly sides: readonly [SasSide, SasSide];
}

/** Fixes `secret` for a session before the other side has told its own. */
export function commitmentOf(
  { sessionId, identityKey, fingerprint }: SessionInfo,
  secret: string,
): Promise<string> {
  return sha256(lengthPrefixed(["sas-c", sessionId, identityKey, fingerprint, secret]));
}

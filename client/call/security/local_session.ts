import { random } from "./base64url.ts";
import { fingerprintBy } from "./fingerprint.ts";
import type { SessionInfo } from "../messages/negotiation.ts";
import type { SigningKey } from "./signing_key.ts";

/** One session of this page in a room, as the others can check it. */
export interface LocalSession {
  readonly info: SessionInfo;
  /** The only one, for all connections of the session. */
  readonly certificate: RTCCertificate;
  readonly sign: SigningKey["sign"];
}

/** Opens a session; `certificate` may be on its way already. Rejects when the browser makes none. */
export async function openLocalSession(
  signer: SigningKey,
  certificate: Promise<RTCCertificate>,
): Promise<LocalSession> {
  const shown = await certificate;
  const sessionInfo = {
    sessionId: random(16),
    identityKey: signer.publicKey,
    fingerprint: fingerprintBy(shown),
  };
  return { info: sessionInfo, certificate: shown, sign: signer.sign };
}

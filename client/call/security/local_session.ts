import { random } from "./base64url.ts";
import { fingerprintBy } from "./fingerprint.ts";
import type { Hello } from "../messages/negotiation.ts";
import type { Signer } from "./signing_key.ts";

/** One stay of this page in a room, as the others can check it. */
export interface Session {
  readonly hello: Hello;
  /** The only one, for all connections of the stay. */
  readonly certificate: RTCCertificate;
  readonly sign: Signer["sign"];
}

/** Opens a session; `certificate` may be on its way already. Rejects when the browser makes none. */
export async function openSession(
  signer: Signer,
  certificate: Promise<RTCCertificate>,
): Promise<Session> {
  const shown = await certificate;
  const hello = { sid: random(16), idk: signer.idk, fp: fingerprintBy(shown) };
  return { hello, certificate: shown, sign: signer.sign };
}

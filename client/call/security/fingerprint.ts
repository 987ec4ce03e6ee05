import { encode } from "./base64url.ts";
import { sha256 } from "./bytes.ts";

const LINE = /^a=fingerprint:sha-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})\r?$/gim;

/**
 * The one certificate that a description names (RFC 8122 §5), as 43 characters of base64url. Null
 * when it names none, or two, or one in another way: Firefox connects when any of them fits.
 */
export function fingerprintOf(sdp: string): string | null {
  const named = [...sdp.matchAll(LINE)].map(([, hex = ""]) => fromHex(hex));
  const [first = null] = named;
  const mentioned = sdp.match(/fingerprint/gi)?.length;
  // Keys in the description (RFC 4568) would leave DTLS out.
  if (mentioned !== named.length || /^\s*a\s*=\s*crypto/im.test(sdp)) return null;
  return named.every((one) => one === first) ? first : null;
}

/** The SHA-256 fingerprint of an own certificate. Throws when the browser knows none. */
export function fingerprintBy(certificate: Pick<RTCCertificate, "getFingerprints">): string {
  const found = certificate.getFingerprints().find(({ algorithm }) => algorithm === "sha-256");
  if (!found?.value) throw new Error("no fingerprint");
  return fromHex(found.value);
}

/**
 * The fingerprints of what the other side has really shown (W3C WebRTC §5.5.1), one for each
 * transport that is up; empty as long as the browser does not know yet. Null where a browser
 * cannot tell: there its own comparison with the description has to do.
 */
export async function presentedFingerprint(
  rtc: Pick<RTCPeerConnection, "sctp" | "getTransceivers">,
): Promise<readonly string[] | null> {
  const all = [rtc.sctp?.transport, ...rtc.getTransceivers().map((one) => one.receiver.transport)];
  const up = new Set(all.filter((one) => one?.state === "connected"));
  const shown: string[] = [];
  for (const transport of up) {
    if (!transport || !("getRemoteCertificates" in transport)) return null;
    const [certificate] = transport.getRemoteCertificates();
    if (!certificate) return [];
    shown.push(await sha256(certificate));
  }
  return shown;
}

function fromHex(hex: string): string {
  return encode(Uint8Array.from(hex.split(":"), (byte) => parseInt(byte, 16)));
}

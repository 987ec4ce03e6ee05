import { assert, assertEquals, assertThrows } from "@std/assert";
import { decode, encode } from "../../../../client/call/security/base64url.ts";
import {
  fingerprintBy,
  fingerprintOf,
  presentedFingerprint,
} from "../../../../client/call/security/fingerprint.ts";

const bytes = Uint8Array.from({ length: 32 }, (_, at) => at * 7 & 255);
const HEX = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":");
const OTHER = HEX.replace(/^../, "FF");
const FP = encode(bytes);
const line = (hex = HEX) => `a=fingerprint:sha-256 ${hex}`;

const sdp = (...lines: string[]) =>
  ["v=0", "s=-", "t=0 0", ...lines, "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0", ""].join("\r\n");

Deno.test("Fingerprint: the certificate of a description is read wherever it stands", () => {
  assertEquals(fingerprintOf(sdp(line())), FP);
  assertEquals(fingerprintOf(sdp(line()).replaceAll("\r", "")), FP);
  assertEquals(fingerprintOf(`${sdp(line())}${line()}\r\na=mid:1\r\n${line()}`), FP);
  assertEquals(fingerprintOf(sdp(line(HEX.toLowerCase()))), FP);
});

Deno.test("Fingerprint: a description that names none, two, or one in another way names nobody", () => {
  const bad = [
    sdp(),
    sdp(line(), line(OTHER)),
    sdp(line(OTHER), line()),
    `${sdp(line())}${line(OTHER)}\r\n`,
    // Firefox reads these, too.
    sdp(line(), `A=FINGERPRINT:SHA-256 ${OTHER}`),
    sdp(line(), ` a = fingerprint:sha-256 ${OTHER}`),
    sdp(line(), `a=fingerprint: sha-256 ${OTHER}`),
    sdp(line(), `a=fingerprint:sha-512 ${HEX}:${HEX}`),
    sdp(`a=fingerprint:sha-1 ${HEX.slice(0, 59)}`),
    sdp(`${line()}:00`),
    sdp(`${line()} trailing`),
    sdp(line(HEX.slice(0, -3))),
    sdp(line(HEX.replace("0", "G"))),
    "",
  ];
  for (const text of bad) assertEquals(fingerprintOf(text), null, text);
});

Deno.test("Fingerprint: keys in a description are refused: with them there is no DTLS", () => {
  for (const crypto of ["a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x", " A = crypto:1 x"]) {
    assertEquals(fingerprintOf(sdp(line(), crypto)), null);
  }
  assertEquals(fingerprintOf(sdp(line(), "a=msid:crypto camera")), FP);
});

Deno.test("Fingerprint: an own certificate is told in the same form", () => {
  const fingerprints = [
    { algorithm: "sha-1", value: "00" },
    { algorithm: "sha-256", value: HEX.toLowerCase() },
  ];
  assertEquals(fingerprintBy({ getFingerprints: () => fingerprints }), FP);
  assertEquals(decode(FP)?.length, 32);
  assertThrows(() => fingerprintBy({ getFingerprints: () => fingerprints.slice(0, 1) }));
  assertThrows(() => fingerprintBy({ getFingerprints: () => [{ algorithm: "sha-256" }] }));
});

interface Shown {
  state: string;
  getRemoteCertificates?: () => ArrayBuffer[];
}

/** The slice of a connection whose transports are looked at. */
function rtc(sctp: Shown | null, ...media: (Shown | null)[]) {
  const slice = {
    sctp: sctp && { transport: sctp },
    getTransceivers: () => media.map((transport) => ({ receiver: { transport } })),
  };
  return slice as unknown as RTCPeerConnection;
}

const certificate = new TextEncoder().encode("certificate").buffer;
const chain = new TextEncoder().encode("issuer").buffer;

const up = (...certificates: ArrayBuffer[]): Shown => ({
  state: "connected",
  getRemoteCertificates: () => certificates,
});

Deno.test("Fingerprint: what was shown is hashed, once for each transport that is up", async () => {
  const one = up(certificate, chain);
  const [hash = ""] = await presentedFingerprint(rtc(one, one, one)) ?? [];
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", certificate));
  assertEquals(hash, encode(digest));
  assertEquals(await presentedFingerprint(rtc(one, one, up(certificate))), [hash, hash]);
  const down = { ...up(chain), state: "new" };
  assertEquals(await presentedFingerprint(rtc(one, down, null)), [hash]);
  const [, other] = await presentedFingerprint(rtc(one, up(chain))) ?? [];
  assert(other && other !== hash);
});

Deno.test("Fingerprint: a browser that does not know yet, and one that never will, are told apart", async () => {
  assertEquals(await presentedFingerprint(rtc(null)), []);
  assertEquals(await presentedFingerprint(rtc(up())), []);
  assertEquals(await presentedFingerprint(rtc(up(certificate), up())), []);
  assertEquals(await presentedFingerprint(rtc({ state: "connected" })), null);
});

import { lengthPrefixed, utf8 } from "./bytes.ts";
import type { SasInputs, SasSide } from "./sas_secret.ts";

/**
 * Three numbers from 1000 to 9191, the same on both sides unless somebody sits between them, whose
 * one guess is right once in 2^39. As in ZRTP (RFC 6189 §4.4.1.1), both secrets were committed to
 * before either was told, so that nobody can try until the numbers fit.
 */
export async function sasOf(inputs: SasInputs): Promise<readonly number[]> {
  const sides = inputs.sides.map((side: SasSide) => {
    const { sessionId, identityKey, fingerprint } = side.sessionInfo;
    return { secret: side.secret, session: [sessionId, identityKey, fingerprint] };
  }).sort((a, b) => a.session.join() < b.session.join() ? -1 : 1);
  const secret = lengthPrefixed(sides.map((side) => side.secret));
  const salt = lengthPrefixed([inputs.roomId, ...sides.flatMap(({ session }) => session)]);
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: utf8.encode("sas") };
  const view = new DataView(await crypto.subtle.deriveBits(hkdf, key, 48));
  // Thirteen bits each, from the front.
  return [view.getUint16(0) >> 3, view.getUint32(0) >> 6 & 8191, view.getUint32(2) >> 9 & 8191]
    .map((bits) => bits + 1000);
}

import { encode } from "./base64url.ts";

export const utf8 = new TextEncoder();

/** Several pieces as one. */
export function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Length (4 bytes, big-endian) before each part: no two lists of parts give the same bytes. */
export function lengthPrefixed(parts: readonly string[]): Uint8Array<ArrayBuffer> {
  return join(parts.flatMap((part) => {
    const bytes = utf8.encode(part);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length);
    return [length, bytes];
  }));
}

/** SHA-256 (FIPS 180-4) as 43 characters of base64url. */
export async function sha256(bytes: BufferSource): Promise<string> {
  return encode(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

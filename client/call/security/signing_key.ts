import { decode, encode } from "./base64url.ts";

/** The key pair that tells one member from another, though all of them know the room's key. */
export interface SigningKey {
  /** The public key: an uncompressed P-256 point (SEC 1 §2.3.3), 87 characters of base64url. */
  readonly publicKey: string;
  /** ECDSA with SHA-256, `r` and `s` of 32 bytes each (FIPS 186-5), 86 characters of base64url. */
  sign(bytes: BufferSource): Promise<string>;
}

/** A signer, and what makes the same one of it again. */
export interface StoredKey {
  readonly signer: SigningKey;
  readonly kept: string;
}

// Ed25519 is missing before Chromium 137.
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SCHEME = { name: "ECDSA", hash: "SHA-256" };

/** Makes a key pair. */
export async function generateSigningKey(): Promise<StoredKey> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, true, [
    "sign",
    "verify",
  ]);
  const [point, secret] = await Promise.all([
    crypto.subtle.exportKey("raw", publicKey),
    crypto.subtle.exportKey("pkcs8", privateKey),
  ]);
  const identityKey = encode(new Uint8Array(point));
  return {
    signer: signWith(identityKey, privateKey),
    kept: `${identityKey}.${encode(new Uint8Array(secret))}`,
  };
}

/** The signer that was kept, or null when it was none. */
export async function importSigningKey(kept: string): Promise<SigningKey | null> {
  const [identityKey = "", secret = ""] = kept.split(".");
  const bytes = decode(secret);
  if (!bytes || decode(identityKey)?.length !== 65) return null;
  try {
    return signWith(
      identityKey,
      await crypto.subtle.importKey("pkcs8", bytes, CURVE, false, ["sign"]),
    );
  } catch {
    return null;
  }
}

/** Resolves to true if the owner of `identityKey` has signed this. */
export async function verifySignature(
  identityKey: string,
  signature: string,
  bytes: BufferSource,
): Promise<boolean> {
  const [point, proof] = [decode(identityKey), decode(signature)];
  if (!point || !proof) return false;
  try {
    const key = await crypto.subtle.importKey("raw", point, CURVE, false, ["verify"]);
    return await crypto.subtle.verify(SCHEME, key, proof, bytes);
  } catch {
    return false;
  }
}

function signWith(identityKey: string, key: CryptoKey): SigningKey {
  return {
    publicKey: identityKey,
    sign: async (bytes) => encode(new Uint8Array(await crypto.subtle.sign(SCHEME, key, bytes))),
  };
}

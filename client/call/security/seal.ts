import { decode, encode } from "./base64url.ts";
import { join, lengthPrefixed, utf8 } from "./bytes.ts";
import { pad, unpad } from "./padding.ts";

/** Context that a sealed body is bound to: moved to any other place, it does not open. */
export interface MessagePlace {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

/** Seals and opens what the server relays for one room. */
export interface Seal {
  /** 16 bytes as base64url: all that the server learns of name and key. */
  readonly roomId: string;
  /** Derives the key of a sender whose first message is on its way. */
  prepare(sender: string): void;
  /** AES-256-GCM under the sender's key, with `place` as associated data. */
  seal(place: MessagePlace, body: string): Promise<string>;
  /** The body, or null when it was not sealed with this room's key for this place. */
  open(place: MessagePlace, sealed: string): Promise<string | null>;
}

const VERSION = "v1";
const IV_BYTES = 12;

/**
 * Derives a room's id and keys with HKDF-SHA-256 (RFC 5869) from the link's key and name.
 * An open room's `key` is empty: then the name is the only secret, and it may be known.
 */
export async function deriveSeal(name: string, key: string): Promise<Seal> {
  const secret = join([decode(key) ?? new Uint8Array(), utf8.encode(name)]);
  const root = await crypto.subtle.importKey("raw", secret, "HKDF", false, [
    "deriveBits",
    "deriveKey",
  ]);
  const id = await crypto.subtle.deriveBits(hkdf("room-id"), root, 128);
  const roomId = encode(new Uint8Array(id));
  const keys = new Map<string, Promise<CryptoKey>>();

  function keyOf(sender: string): Promise<CryptoKey> {
    const known = keys.get(sender);
    if (known) return known;
    const usages: KeyUsage[] = ["encrypt", "decrypt"];
    const algorithm = { name: "AES-GCM", length: 256 };
    const made = crypto.subtle.deriveKey(hkdf("seal", sender), root, algorithm, false, usages);
    // Forgotten when many strangers' ids were tried, so that a flood cannot fill the memory.
    if (keys.size > 64) keys.clear();
    keys.set(sender, made);
    return made;
  }

  function bound(place: MessagePlace): Uint8Array<ArrayBuffer> {
    return lengthPrefixed([VERSION, roomId, place.kind, place.from, place.to]);
  }

  return {
    roomId,
    prepare: (sender) => void keyOf(sender),
    async seal(place, body) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const algorithm = { name: "AES-GCM", iv, additionalData: bound(place) };
      const [key, padded] = await Promise.all([keyOf(place.from), pad(body)]);
      const sealed = await crypto.subtle.encrypt(algorithm, key, padded);
      return encode(join([iv, new Uint8Array(sealed)]));
    },
    async open(place, sealed) {
      const bytes = decode(sealed);
      if (!bytes || bytes.length <= IV_BYTES) return null;
      const iv = bytes.subarray(0, IV_BYTES);
      const algorithm = { name: "AES-GCM", iv, additionalData: bound(place) };
      try {
        const key = await keyOf(place.from);
        const padded = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(IV_BYTES));
        return await unpad(new Uint8Array(padded));
      } catch {
        return null;
      }
    },
  };
}

function hkdf(...info: string[]): HkdfParams {
  const salt = utf8.encode("rtc-room-v1");
  return { name: "HKDF", hash: "SHA-256", salt, info: lengthPrefixed(info) };
}

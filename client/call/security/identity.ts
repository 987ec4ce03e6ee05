import { keepText, readText } from "../../platform/storage.ts";
import { encode, random } from "./base64url.ts";
import { generateSigningKey, importSigningKey, type SigningKey } from "./signing_key.ts";

/** Identity of this page in a room: the id that all see, and the token that proves it. */
export interface Identity {
  readonly id: string;
  readonly token: string;
  /** The token was used by this tab before: others may still hold a connection with it. */
  readonly returning: boolean;
  /** Kept with the token: whoever comes back signs as before, and nobody else can. */
  readonly signer: SigningKey;
}

/** The slice of `navigator.locks` that tells a duplicated tab from a reloaded one. */
export type Locks = Pick<LockManager, "request">;

/** Locks by token, each of which this page holds until it is gone. */
export interface PageLocks {
  /** Resolves to true when this page holds the lock, now or since an earlier session in the room. */
  take(token: string): Promise<boolean>;
}

/** Locks of one page. Where the browser has none, every token is this page's. */
export function holdLocks(locks: Locks | undefined): PageLocks {
  const held = new Map<string, Promise<boolean>>();
  return {
    take(token) {
      const taken = held.get(token) ?? take(locks, token);
      held.set(token, taken);
      // Another tab holds it, and may be closed later.
      taken.then((mine) => mine || held.delete(token));
      return taken;
    },
  };
}

/**
 * The identity that `storage` keeps for `roomId`, or a new one. A duplicated tab copies the
 * storage, so a lock held for the life of the page gives the copy an identity of its own. The page
 * that holds the lock keeps its identity when it leaves the room and comes back. `claimed` is
 * called as soon as id and token are known, while the key to sign with may still be made.
 */
export async function identify(
  roomId: Promise<string>,
  storage: Pick<Storage, "getItem" | "setItem"> | null,
  locks: PageLocks,
  claimed: (claim: Pick<Identity, "id" | "token">) => void = () => {},
): Promise<Identity> {
  // Made while the room's keys are derived: most visits are first visits.
  const token = random(32);
  const [fresh, made] = [memberId(token), generateSigningKey()];
  const key = `visavis.member.${await roomId}`;
  const known = await recall(storage, key);
  if (known && await locks.take(known.token)) {
    const id = await memberId(known.token);
    claimed({ id, token: known.token });
    return { ...known, id, returning: true };
  }
  // Nobody else can hold the lock of a token that was made just now.
  void locks.take(token);
  const id = await fresh;
  claimed({ id, token });
  const { signer, kept } = await made;
  // Where it cannot be kept, a reload costs the seat.
  keepText(storage, key, `${token}.${kept}`);
  return { id, token, signer, returning: false };
}

/** A member's id: the first 16 bytes of SHA-256 over the token's ASCII characters. */
export async function memberId(token: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return encode(new Uint8Array(hash, 0, 16));
}

function take(locks: Locks | undefined, token: string): Promise<boolean> {
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      resolve(lock !== null);
      // Never settles: the lock is held until the page is gone.
      return lock ? new Promise<void>(() => {}) : undefined;
    };
    locks.request(`visavis.${token}`, { ifAvailable: true }, hold).catch(() => resolve(true));
  });
}

async function recall(
  storage: Pick<Storage, "getItem"> | null,
  key: string,
): Promise<{ token: string; signer: SigningKey } | null> {
  const [token = "", ...kept] = readText(storage, key).split(".");
  const signer = /^[A-Za-z0-9_-]{43}$/.test(token) ? await importSigningKey(kept.join(".")) : null;
  return signer && { token, signer };
}

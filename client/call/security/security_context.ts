import { identify, type Identity, type PageLocks } from "./identity.ts";
import { deriveSeal, type Seal } from "./seal.ts";
import { type LocalSession, openLocalSession } from "./local_session.ts";

/** Identity of this page in the room, and the room's keys. */
export interface SecurityContext {
  readonly seal: Seal;
  readonly identity: Identity;
  /** Session that begins with this visit to the room. */
  readonly session: LocalSession;
}

/** Options of {@link createContext}. */
export interface SecurityContextOptions {
  readonly session: Storage | null;
  readonly locks: PageLocks;
  /** Makes a certificate of ECDSA with P-256 (W3C WebRTC §4.10.2). */
  readonly certify: () => Promise<RTCCertificate>;
}

/** Claim on a seat in a room: all that its socket is opened with. */
export interface SeatClaim extends Pick<Identity, "id" | "token"> {
  readonly roomId: string;
}

/**
 * Derives and makes all that entering a room needs, at once. `claimed` is called as soon as a
 * socket can be opened, before the rest is there.
 */
export async function createContext(
  name: string,
  key: string,
  { session, locks, certify }: SecurityContextOptions,
  claimed: (claim: SeatClaim) => void = () => {},
): Promise<SecurityContext> {
  const seal = deriveSeal(name, key);
  const roomId = seal.then((derived) => derived.roomId);
  const claim = async (own: Pick<Identity, "id" | "token">) =>
    claimed({ roomId: await roomId, ...own });
  const identified = identify(roomId, session, locks, (own) => void claim(own));
  // After the keys, which the socket waits for: beginning it keeps the page busy for milliseconds.
  const certificate = certify();
  // Fails as soon as there is no certificate, not when the keys are derived.
  const [identity] = await Promise.all([identified, certificate]);
  return {
    identity,
    session: await openLocalSession(identity.signer, certificate),
    seal: await seal,
  };
}

/** The same person in the same room, in a session of its own. */
export async function renewSession(
  before: Promise<SecurityContext>,
  { certify }: SecurityContextOptions,
): Promise<SecurityContext> {
  const certificate = certify();
  // Told by whoever waits for it, a moment later.
  certificate.catch(() => {});
  const { identity, seal } = await before;
  return { identity, seal, session: await openLocalSession(identity.signer, certificate) };
}

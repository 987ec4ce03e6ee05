import { createTrust, type PeerTrust } from "./peer_trust.ts";
import type { Envelope } from "./envelope.ts";
import type { SessionInfo } from "../messages/negotiation.ts";

/** Trust in the members, in those who have left, too. */
export interface TrustStore {
  of(id: string): PeerTrust;
  /** True if a connection has shown that this member is who it says. */
  isProven(id: string): boolean;
  /** Judges an envelope in a member's name, which a `third` member may have handed over. */
  judge(id: string, envelope: Envelope, third: boolean): ReturnType<PeerTrust["judge"]>;
  /** A connection with this member shows the certificate of this session; false: it is over. */
  confirmSession(id: string, sessionInfo: SessionInfo): boolean;
}

/** Members who are remembered, those who are here not counted. */
const MAX_REMEMBERED = 64;

/**
 * Opens a store that knows nobody. Strangers may have any number of ids, so those that no
 * connection was ever made with are forgotten first, and those who are `here` never.
 */
export function openTrustStore(here: (id: string) => boolean): TrustStore {
  const known = new Map<string, PeerTrust>();
  const proven = new Set<string>();

  /** Makes room for `fresh`. */
  function forgetOne(fresh: string): void {
    const away = [...known.keys()].filter((one) => !here(one) && one !== fresh);
    if (away.length <= MAX_REMEMBERED) return;
    const least = away.find((one) => !proven.has(one)) ??
      away.find((one) => !known.get(one)?.verified) ?? away[0] ?? "";
    known.delete(least);
    proven.delete(least);
  }

  function of(id: string): PeerTrust {
    const found = known.get(id);
    if (found) return found;
    const fresh = createTrust();
    known.set(id, fresh);
    forgetOne(id);
    return fresh;
  }

  return {
    of,
    isProven: (id) => proven.has(id),
    // Whom nobody has introduced is not even noted.
    judge: (id, envelope, third) =>
      third && !known.has(id) ? "stale" : of(id).judge(envelope, third),
    confirmSession(id, sessionInfo) {
      const proves = of(id).confirmSession(sessionInfo);
      if (proves) proven.add(id);
      return proves;
    },
  };
}

import type { Envelope } from "./envelope.ts";
import type { SessionInfo } from "../messages/negotiation.ts";

/** Trust in the identity of a member. It outlives the member's connections. */
export interface PeerTrust {
  /**
   * Judges if an envelope is to be obeyed. `stale`: it came before, or is of a session that is over.
   * `forged`: it speaks for a member, or a session, that is known to be somebody else. An envelope
   * that a `third` member has handed over begins no acquaintance and disputes none.
   */
  judge(
    envelope: Pick<Envelope, "session" | "seq" | "message">,
    third?: boolean,
  ): "obey" | "stale" | "forged";
  /** A connection has shown the certificate of this session: the ones before it are over. */
  confirmSession(sessionInfo: SessionInfo): boolean;
  /** A person has compared the code and found it the same. */
  verified: boolean;
}

interface Known {
  readonly sessionInfo: SessionInfo;
  readonly seen: Set<number>;
  highest: number;
  /** The number of the newest offer: an older one is of no use to anybody. */
  offer: number;
  over: boolean;
}

/** Envelopes may overtake each other by this many (as in RFC 3711 §3.3.2). */
const REPLAY_WINDOW = 64;
/** Sessions of one member within one of this page; a member that reloads more often waits. */
const MAX_SESSIONS = 16;

/** Begins with nothing known: who comes first is believed to be the member. */
export function createTrust(): PeerTrust {
  const sessions = new Map<string, Known>();
  let identityKey: string | null = null;
  let proven: SessionInfo | null = null;
  /** Two have claimed to be this member before either was connected: neither is believed. */
  let disputed = false;

  function know(sessionInfo: SessionInfo): Known | null {
    identityKey ??= sessionInfo.identityKey;
    const known = sessions.get(sessionInfo.sessionId);
    const same = sessionInfo.identityKey === identityKey &&
      (!known || known.sessionInfo.fingerprint === sessionInfo.fingerprint);
    if (!same || disputed) {
      disputed ||= !proven;
      return null;
    }
    if (known) return known;
    const fresh = { sessionInfo, seen: new Set<number>(), highest: 0, offer: -1, over: false };
    const oldest = [...sessions.keys()].find((sessionId) => sessionId !== proven?.sessionId);
    if (sessions.size >= MAX_SESSIONS && oldest) sessions.delete(oldest);
    sessions.set(sessionInfo.sessionId, fresh);
    return fresh;
  }

  return {
    judge({ session: sessionInfo, seq, message: sealed }, third = false) {
      if (third && (identityKey === null || disputed)) return "stale";
      if (third && sessionInfo.identityKey !== identityKey) return "forged";
      const known = know(sessionInfo);
      if (!known) return "forged";
      // A standing offer is the first word of its session, or an old one.
      const window = seq ? REPLAY_WINDOW : 1;
      if (known.over || known.seen.has(seq) || seq <= known.highest - window) return "stale";
      if (sealed.kind === "client-offer") {
        if (seq <= known.offer) return "stale";
        known.offer = seq;
      }
      known.seen.add(seq);
      known.highest = Math.max(known.highest, seq);
      for (const one of known.seen) {
        if (one <= known.highest - REPLAY_WINDOW) known.seen.delete(one);
      }
      return "obey";
    },
    confirmSession(sessionInfo) {
      if (disputed || sessions.get(sessionInfo.sessionId)?.over !== false) return false;
      proven = sessionInfo;
      // One that was announced later may be on its way: whoever reloads is faster than ICE.
      for (const one of sessions.values()) {
        if (one.sessionInfo.sessionId === sessionInfo.sessionId) break;
        one.over = true;
      }
      return true;
    },
    verified: false,
  };
}

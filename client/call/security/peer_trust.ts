import type { Letter } from "./envelope.ts";
import type { Hello } from "../messages/negotiation.ts";

/** What this page knows of who a member is. It outlives the member's connections. */
export interface Acquaintance {
  /**
   * Whether a letter is to be obeyed. `stale`: it came before, or is of a session that is over.
   * `forged`: it speaks for a member, or a session, that is known to be somebody else. A letter
   * that a `third` member has handed over begins no acquaintance and disputes none.
   */
  judge(
    letter: Pick<Letter, "hello" | "seq" | "sealed">,
    third?: boolean,
  ): "obey" | "stale" | "forged";
  /** A connection has shown the certificate of this session: the ones before it are over. */
  prove(hello: Hello): boolean;
  /** A person has compared the code and found it the same. */
  compared: boolean;
}

interface Known {
  readonly hello: Hello;
  readonly seen: Set<number>;
  highest: number;
  /** The number of the newest offer: an older one is of no use to anybody. */
  offer: number;
  over: boolean;
}

/** Letters may overtake each other by this many (as in RFC 3711 §3.3.2). */
const WINDOW = 64;
/** Sessions that one member may have in one stay; whoever reloads a page more often waits. */
const MOST = 16;

/** Begins with nothing known: who comes first is believed to be the member. */
export function acquaint(): Acquaintance {
  const sessions = new Map<string, Known>();
  let idk: string | null = null;
  let proven: Hello | null = null;
  /** Two have claimed to be this member before either was connected: neither is believed. */
  let disputed = false;

  function know(hello: Hello): Known | null {
    idk ??= hello.idk;
    const known = sessions.get(hello.sid);
    const same = hello.idk === idk && (!known || known.hello.fp === hello.fp);
    if (!same || disputed) {
      disputed ||= !proven;
      return null;
    }
    if (known) return known;
    const fresh = { hello, seen: new Set<number>(), highest: 0, offer: 0, over: false };
    const oldest = [...sessions.keys()].find((sid) => sid !== proven?.sid);
    if (sessions.size >= MOST && oldest) sessions.delete(oldest);
    sessions.set(hello.sid, fresh);
    return fresh;
  }

  return {
    judge({ hello, seq, sealed }, third = false) {
      if (third && (idk === null || disputed)) return "stale";
      if (third && hello.idk !== idk) return "forged";
      const known = know(hello);
      if (!known) return "forged";
      if (known.over || known.seen.has(seq) || seq <= known.highest - WINDOW) return "stale";
      if (sealed.kind === "client-offer") {
        if (seq <= known.offer) return "stale";
        known.offer = seq;
      }
      known.seen.add(seq);
      known.highest = Math.max(known.highest, seq);
      for (const one of known.seen) {
        if (one <= known.highest - WINDOW) known.seen.delete(one);
      }
      return "obey";
    },
    prove(hello) {
      if (disputed || sessions.get(hello.sid)?.over !== false) return false;
      proven = hello;
      // One that was announced later may be on its way: whoever reloads is faster than ICE.
      for (const one of sessions.values()) {
        if (one.hello.sid === hello.sid) break;
        one.over = true;
      }
      return true;
    },
    compared: false,
  };
}

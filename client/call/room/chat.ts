import type { Chat, Talk } from "../messages/peer_channel.ts";

/** Lines of chat for one peer, and from it: each arrives once, in order, over any connection. */
export interface Mailbox {
  post(line: Chat): void;
  /** A new channel is open: what has not been confirmed is told again, there. */
  opened(say: (talk: Talk) => boolean): void;
  /** The peer has this line. */
  got(key: string): void;
  has(key: string): boolean;
  /** The keys of the lines that wait. */
  keys(): readonly string[];
  /** Confirms a line; true when it came for the first time. */
  take(line: Chat): boolean;
}

/** Lines that wait for one peer; who is away for longer misses the oldest. */
const MOST = 200;

/** A mailbox that speaks through `say`, which may be deaf at any time. */
export function openMailbox(say: (talk: Talk) => boolean): Mailbox {
  const waiting = new Map<string, Chat>();
  const taken = new Set<string>();
  return {
    post(line) {
      waiting.set(line.key, line);
      const [oldest] = waiting.keys();
      if (waiting.size > MOST && oldest) waiting.delete(oldest);
      say(line);
    },
    opened(say) {
      for (const line of waiting.values()) say(line);
    },
    got: (key) => void waiting.delete(key),
    has: (key) => waiting.has(key),
    keys: () => [...waiting.keys()],
    take({ key }) {
      say({ type: "got", key });
      if (taken.has(key)) return false;
      taken.add(key);
      const [oldest] = taken;
      if (taken.size > 2 * MOST && oldest) taken.delete(oldest);
      return true;
    },
  };
}

import type { ChannelMessage, ChatMessage } from "../messages/peer_channel.ts";

/** Lines of chat for one peer, and from it: each arrives once, in order, over any connection. */
export interface ChatDelivery {
  send(line: ChatMessage): void;
  /** A new channel is open: what has not been confirmed is told again, there. */
  opened(say: (talk: ChannelMessage) => boolean): void;
  /** The peer has this line. */
  confirm(key: string): void;
  isPending(key: string): boolean;
  /** The keys of the lines that wait. */
  pending(): readonly string[];
  /** Confirms a line; true when it came for the first time. */
  receive(line: ChatMessage): boolean;
}

/** Lines that wait for one peer; who is away for longer misses the oldest. */
const MOST = 200;

/** A mailbox that speaks through `say`, which may be deaf at any time. */
export function createChatDelivery(say: (talk: ChannelMessage) => boolean): ChatDelivery {
  const waiting = new Map<string, ChatMessage>();
  const taken = new Set<string>();
  return {
    send(line) {
      waiting.set(line.key, line);
      const [oldest] = waiting.keys();
      if (waiting.size > MOST && oldest) waiting.delete(oldest);
      say(line);
    },
    opened(say) {
      for (const line of waiting.values()) say(line);
    },
    confirm: (key) => void waiting.delete(key),
    isPending: (key) => waiting.has(key),
    pending: () => [...waiting.keys()],
    receive({ key }) {
      say({ type: "chat-received", key });
      if (taken.has(key)) return false;
      taken.add(key);
      const [oldest] = taken;
      if (taken.size > 2 * MOST && oldest) taken.delete(oldest);
      return true;
    },
  };
}

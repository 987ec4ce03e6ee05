import { setBounded } from "../../platform/bounded_map.ts";
import type { ChannelMessage, ChatMessage } from "../messages/peer_channel.ts";

/** Lines of chat for one peer, and from it: each arrives once, in order, over any connection. */
export interface ChatDelivery {
  send(line: ChatMessage): void;
  /** A new channel is open: what has not been confirmed is told again, there. */
  opened(transmit: (message: ChannelMessage) => boolean): void;
  /** The peer has this line. */
  confirm(key: string): void;
  isPending(key: string): boolean;
  /** The keys of the lines that wait. */
  pending(): readonly string[];
  /** Confirms a line; true when it came for the first time. */
  receive(line: ChatMessage): boolean;
}

/** Lines that wait for one peer; one that is away for longer misses the oldest. */
const MAX_PENDING = 200;

/** Opens it; `transmit` is false when no channel is open. */
export function createChatDelivery(transmit: (message: ChannelMessage) => boolean): ChatDelivery {
  const waiting = new Map<string, ChatMessage>();
  const taken = new Set<string>();
  return {
    send(line) {
      setBounded(waiting, line.key, line, MAX_PENDING);
      transmit(line);
    },
    opened(transmit) {
      for (const line of waiting.values()) transmit(line);
    },
    confirm: (key) => void waiting.delete(key),
    isPending: (key) => waiting.has(key),
    pending: () => [...waiting.keys()],
    receive({ key }) {
      transmit({ type: "chat-received", key });
      if (taken.has(key)) return false;
      taken.add(key);
      const [oldest] = taken;
      if (taken.size > 2 * MAX_PENDING && oldest) taken.delete(oldest);
      return true;
    },
  };
}

import type { ChatLine } from "../state/call_state.ts";

/** Lines of chat that a page keeps. */
const MAX_LINES = 500;

/** The chat with one more line; the oldest make way. */
export function withLine(chat: readonly ChatLine[], line: ChatLine): ChatLine[] {
  return [...chat, line].slice(-MAX_LINES);
}

/** The chat in which everybody has the own line of this key. */
export function withDelivered(chat: readonly ChatLine[], key: string): ChatLine[] {
  return chat.map((line) => line.key === key ? { ...line, pending: false } : line);
}

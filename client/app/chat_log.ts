import type { CallState, ChatLine } from "../state/call_state.ts";
import type { Store } from "../state/store.ts";

/** Lines of the chat that a page shows, and the number of those that are unread. */
export interface ChatLog {
  /** Shows a line; one that a member has handed over before makes way for it. */
  add(line: ChatLine): void;
  /** Notes that everybody has the own line of this key. */
  delivered(key: string): void;
  /** Notes that the chat is open on the screen, or not: lines that come meanwhile are read. */
  setOpen(open: boolean): void;
}

/** Lines of chat that a page keeps. */
const MAX_LINES = 500;

/** Keeps the chat in `state`; the oldest lines make way. */
export function keepChatLog(state: Store<CallState>): ChatLog {
  let isOpen = false;
  return {
    add(line) {
      const { chat, unread } = state.get();
      const others = chat.filter(({ key, from }) => key !== line.key || from !== line.from);
      const more = line.mine || isOpen ? 0 : 1;
      state.set({ chat: [...others, line].slice(-MAX_LINES), unread: unread + more });
    },
    delivered(key) {
      const mark = (line: ChatLine) => line.key === key ? { ...line, pending: false } : line;
      state.set({ chat: state.get().chat.map(mark) });
    },
    setOpen(open) {
      isOpen = open;
      if (open) state.set({ unread: 0 });
    },
  };
}

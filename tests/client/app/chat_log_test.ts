import { assertEquals } from "@std/assert";
import { keepChatLog } from "../../../client/app/chat_log.ts";
import type { CallState, ChatLine } from "../../../client/state/call_state.ts";
import { initialState } from "../../../client/state/initial_state.ts";
import { store } from "../../../client/state/store.ts";

function line(from: string, key: string, text: string): ChatLine {
  return { key, from, name: from, mine: false, text, at: 0, pending: false };
}

Deno.test("ChatLog: a line heard from its writer takes the place of one that was handed over", () => {
  const handed = { ...line("ann", "1", "forged"), earlier: { by: "Eve", identityKey: "k" } };
  const state = store<CallState>({ ...initialState("Me"), chat: [handed, line("bob", "1", "b")] });
  const log = keepChatLog(state);
  log.add(line("ann", "1", "true"));
  assertEquals(state.get().chat.map(({ text }) => text), ["b", "true"]);
});

import { assertEquals } from "@std/assert";
import type { ChatLine } from "../../../../client/state/call_state.ts";
import { chatFileName, chatText } from "../../../../client/ui/panels/chat_text.ts";

const WORDS = {
  guest: "Guest",
  you: "You",
  file: "File",
  passedOn: (by: string) => `by ${by}`,
  watches: "watches",
};
/** Half past nine in the evening, wherever the test runs. */
const AT = new Date(2026, 10, 26, 21, 30).getTime();

function line(name: string, text: string, part: Partial<ChatLine> = {}): ChatLine {
  return { key: text, from: "b", name, mine: false, text, at: AT, pending: false, ...part };
}

Deno.test("chatText: each line has its time and its writer, and a file its name", () => {
  const chat = [line("Ann", "hi"), line("", "yo"), line("", "me", { mine: true })];
  const file = line("Ann", "plan.pdf", { file: true });
  const earlier = line("Ann", "so", { earlier: { by: "Bob", identityKey: "k" } });
  assertEquals(
    chatText("red-fox", [...chat, file, earlier], WORDS),
    "red-fox\n\n2026-11-26 21:30 Ann: hi\n2026-11-26 21:30 Guest: yo\n" +
      "2026-11-26 21:30 You: me\n2026-11-26 21:30 Ann: [File] plan.pdf\n2026-11-26 21:30 Ann (by Bob): so\n",
  );
});

Deno.test("chatText: no text looks like a line of somebody else, whatever ends its lines", () => {
  for (const end of ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"]) {
    const forged = `so${end}2026-11-26 21:30 Bob: I agree`;
    const text = chatText("r", [line("Eve", forged)], WORDS);
    assertEquals(
      text,
      "r\n\n2026-11-26 21:30 Eve: so\n    2026-11-26 21:30 Bob: I agree\n",
      JSON.stringify(end),
    );
  }
  assertEquals(
    chatText("r", [line("E", "a\x1b[2Jb\0")], WORDS),
    "r\n\n2026-11-26 21:30 E: a[2Jb\n",
  );
});

Deno.test("chatText: who watches is no member of that name", () => {
  const chat = [line("Ann", "hi", { viewer: { by: "Bob" } })];
  assertEquals(chatText("r", chat, WORDS), "r\n\n2026-11-26 21:30 Ann (watches): hi\n");
});

Deno.test("chatFileName: it names room and time, and no folder", () => {
  assertEquals(chatFileName("red-fox", [line("A", "hi")]), "red-fox-2026-11-26-2130.txt");
  assertEquals(chatFileName("../a:b", [line("A", "hi")]), "___a_b-2026-11-26-2130.txt");
});

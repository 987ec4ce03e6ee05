import { assertEquals } from "@std/assert";
import type { ViewerLine } from "../../../../client/call/messages/watching_control.ts";
import { openViewerChat } from "../../../../client/call/watching/viewer_chat.ts";
import type { ChatLine } from "../../../../client/state/call_state.ts";
import { fakeRoom } from "../../../fakes/members.ts";

const id = (name: string) => name.padEnd(22, "_");
const [ME, VERA] = [id("a"), id("v")];

/** Page of a call with Bob, by way of which Vera watches. */
async function page() {
  const [room, served] = [fakeRoom(), fakeRoom()];
  const { clock, life } = room;
  const [bob, vera] = [await room.connect("b", "Bob"), await served.connect(VERA, "Vera")];
  for (const rtc of [bob, vera]) rtc.channel?.become("open");
  const watchers: (() => void)[] = [];
  let lines: readonly ChatLine[] = [];
  function show(next: readonly ChatLine[]): void {
    lines = next;
    for (const changed of watchers) changed();
  }
  const chat = openViewerChat({
    me: ME,
    now: clock.now,
    elapsed: clock.now,
    speakers: room.members.list,
    viewers: served.members.list,
    chat: {
      lines: () => lines,
      add: (line) => show([...lines, line]),
      show,
      watch: (changed) => void watchers.push(changed),
    },
    changed() {},
    signal: life.signal,
  });
  const passed = (rtc: typeof bob): ViewerLine[] =>
    (rtc.channel?.sent ?? []).filter((text) => text.includes("viewer-line"))
      .map((text) => JSON.parse(text));
  let said = 0;
  /** Says something as a member of the page, or in the page's name. */
  const line = (text: string, more: Partial<ChatLine> = {}) =>
    show([...lines, {
      ...{ key: id(`k${said++}`), from: "me", name: "Ann", text, at: 0 },
      ...{ mine: true, pending: false },
      ...more,
    }]);
  const hear = (text: string, key = id(`v${said++}`)) =>
    chat.hear({ by: VERA, name: "Vera", text: "" }, { type: "viewer-say", key, text });
  const receive = (message: object) =>
    chat.receive({ by: "b", name: "Bob", text: JSON.stringify(message) });
  const pass = (text: string, more: Partial<ViewerLine> = {}) =>
    receive({
      ...{ type: "viewer-line", from: id("w"), key: id(`w${said++}`), name: "Will", text },
      viewer: true,
      ...more,
    });
  return {
    ...{ chat, room, served, bob, vera, passed, line, hear, receive, pass, clock, show },
    texts: () => lines.map(({ text }) => text),
    lines: () => lines,
  };
}

Deno.test("ViewerChat: while it is off, viewers read nothing and nobody reads them", async () => {
  const { line, hear, pass, texts, passed, bob, vera } = await page();
  line("among us");
  hear("me too");
  pass("and me");
  assertEquals(texts(), ["among us"]);
  assertEquals([passed(bob), passed(vera)], [[], []]);
});

Deno.test("ViewerChat: what is said from then on goes to viewers, and nothing else does", async () => {
  const { chat, line, passed, vera, bob, texts } = await page();
  line("before");
  chat.view().allow(true);
  line("after");
  line("a file", { file: true });
  line("handed over", { earlier: { by: "Bob", identityKey: "" } });
  line("of Bob", { from: id("b"), name: "Bob", mine: false });
  assertEquals(passed(vera).map(({ text, from, viewer }) => [text, from, viewer]), [
    ["after", ME, false],
    ["of Bob", id("b"), false],
  ]);
  assertEquals(passed(bob), [], "members tell each other what they say");
  chat.view().allow(false);
  line("among us");
  assertEquals(passed(vera).length, 2);
  assertEquals(texts().length, 6);
});

Deno.test("ViewerChat: a viewer's line reaches members and viewers once, marked as one", async () => {
  const { chat, hear, passed, bob, vera, lines } = await page();
  chat.view().allow(true);
  hear("hello", id("k"));
  hear("hello", id("k"));
  hear("   ");
  const line = { type: "viewer-line", from: VERA, key: id("k"), name: "Vera", text: "hello" };
  assertEquals(passed(bob), [{ ...line, viewer: true } as ViewerLine]);
  assertEquals(passed(vera), [{ ...line, viewer: true } as ViewerLine]);
  assertEquals(lines().map(({ text, viewer }) => [text, viewer]), [["hello", { by: null }]]);
});

Deno.test("ViewerChat: a line that another member passes on says so, and is not passed on again but to viewers", async () => {
  const { chat, pass, passed, bob, vera, lines } = await page();
  chat.view().allow(true);
  pass("hi", { key: id("k") });
  pass("hi", { key: id("k") });
  assertEquals(lines().map(({ name, viewer }) => [name, viewer]), [["Will", { by: "Bob" }]]);
  assertEquals([passed(bob).length, passed(vera).length], [0, 1]);
});

Deno.test("ViewerChat: a viewer that floods is heard now and then, and drives out no line of a member", async () => {
  const { chat, hear, line, texts, clock, passed, bob } = await page();
  chat.view().allow(true);
  line("of a member");
  for (let at = 0; at < 1000; at++) hear(`spam ${at}`);
  assertEquals(passed(bob).length, 6);
  for (let second = 0; second < 1000; second++) {
    await clock.pass(1000);
    hear(`more ${second}`);
  }
  assertEquals(passed(bob).length, 6 + 200);
  assertEquals([texts().length, texts()[0]], [101, "of a member"]);
});

Deno.test("ViewerChat: a member that passes on a flood, or lines of no viewer, is held to the same", async () => {
  const { chat, pass, texts, lines } = await page();
  chat.view().allow(true);
  pass("of Ann herself", { viewer: false });
  pass("x".repeat(501));
  assertEquals(texts(), []);
  for (let at = 0; at < 1000; at++) pass(`spam ${at}`);
  assertEquals(texts().length, 80);
  pass("as a member", { from: id("b") });
  assertEquals(lines().some(({ from }) => from === id("b")), false);
});

Deno.test("ViewerChat: a new connection is sent the last lines, and each of them once", async () => {
  const { chat, hear, line, room, served, passed, clock } = await page();
  chat.view().allow(true);
  hear("of Vera");
  for (let at = 0; at < 60; at++) line(`line ${at}`);
  const [cy, will] = [await room.connect("c"), await served.connect(id("w"))];
  for (const rtc of [cy, will]) rtc.channel?.become("open");
  chat.tell();
  await clock.pass(1000);
  chat.tell();
  assertEquals(passed(cy).map(({ text }) => text), ["of Vera"]);
  assertEquals([passed(will).length, passed(will).at(-1)?.text], [50, "line 59"]);
});

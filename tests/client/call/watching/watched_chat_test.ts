import { assertEquals } from "@std/assert";
import type { ViewerLine } from "../../../../client/call/messages/watching_control.ts";
import { openWatchedChat } from "../../../../client/call/watching/watched_chat.ts";
import type { WatchedChatView } from "../../../../client/state/watching.ts";
import { fakeRoom } from "../../../fakes/members.ts";

const id = (name: string) => name.padEnd(22, "_");
const ME = id("v");

/** Chat of a page that watches by way of Bob, or of nobody. */
function page() {
  const room = fakeRoom();
  const by = { id: "b" };
  let view: WatchedChatView = { isOn: false, lines: [] };
  const chat = openWatchedChat({
    me: ME,
    elapsed: room.clock.now,
    speaker: () => room.members.get(by.id),
    show: (now) => view = now,
  });
  const turn = (on: boolean) => chat.receive({ type: "viewer-chat", count: 1, on });
  const pass = (line: Partial<ViewerLine>) =>
    chat.receive({
      ...{ type: "viewer-line", from: id("b"), key: id("k"), name: "Bob", text: "", viewer: false },
      ...line,
    });
  async function connect(name: string) {
    const { channel } = await room.connect(name);
    channel?.become("open");
    return () => (channel?.sent ?? []).filter((text) => text.includes("viewer-say"));
  }
  const shown = () => view.lines.map(({ text, pending }) => pending ? `${text} …` : text);
  return { ...{ chat, turn, pass, connect, shown, by, room }, view: () => view };
}

Deno.test("WatchedChat: nothing is said or shown until members allow it", async () => {
  const { chat, turn, pass, connect, shown, view } = page();
  const said = await connect("b");
  pass({ text: "early" });
  assertEquals([chat.say("hello"), said(), shown()], [false, [], []]);
  turn(true);
  pass({ text: "now" });
  assertEquals([chat.say("hello"), said().length, shown()], [true, 1, ["now", "hello …"]]);
  turn(false);
  assertEquals([view().isOn, shown(), chat.say("more")], [false, ["now"], false]);
});

Deno.test("WatchedChat: an own line waits for its speaker to pass it on, and is said again to the next one", async () => {
  const { chat, turn, pass, connect, shown, by, room } = page();
  const bob = await connect("b");
  turn(true);
  chat.say("hello");
  chat.look();
  assertEquals(bob().length, 1);
  await room.clock.pass(5000);
  chat.look();
  assertEquals(bob().length, 2, "it may have been lost with the connection before");
  by.id = "c";
  const cy = await connect("c");
  chat.look();
  chat.look();
  assertEquals(cy(), bob().slice(0, 1));
  assertEquals(shown(), ["hello …"]);
  const { key } = JSON.parse(cy()[0] ?? "{}");
  pass({ from: ME, key, name: "Vera", text: "hello", viewer: true });
  pass({ from: ME, key, name: "Vera", text: "hello", viewer: true });
  assertEquals(shown(), ["hello"]);
  await room.clock.pass(6000);
  chat.look();
  assertEquals(cy().length, 1);
});

Deno.test("WatchedChat: it says no more at once than a speaker takes, and keeps the last lines", async () => {
  const { chat, turn, pass, connect, view, room } = page();
  const said = await connect("b");
  turn(true);
  const all = Array.from({ length: 9 }, (_, at) => chat.say(`${at}`));
  assertEquals([all.filter((one) => one).length, said().length], [4, 4]);
  assertEquals([chat.say(""), chat.say("x".repeat(501))], [false, false]);
  await room.clock.pass(5000);
  assertEquals(chat.say("later"), true);
  for (let at = 0; at < 300; at++) pass({ key: id(`k${at}`), text: `${at}` });
  assertEquals([view().lines.length, view().lines.at(-1)?.text], [200, "299"]);
});

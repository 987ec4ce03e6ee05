import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assertEquals } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';

async function say(visitor: Visitor, text: string): Promise<void> {
  await visitor.write(text);
  await visitor.page.keyboard.press("Enter");
}

/** Presses Enter in the line as an input method does that ends a word with it. */
function endComposition(): void {
  const enter = { key: "Enter", keyCode: 229, bubbles: true, cancelable: true };
  document.querySelector("#chat-text")?.dispatchEvent(new KeyboardEvent("keydown", enter));
}

/** Pastes a text of this length into the line. */
function paste(length: number): void {
  const line = document.querySelector<HTMLTextAreaElement>("#chat-text");
  if (!line) return;
  line.value = "a".repeat(length);
  line.dispatchEvent(new Event("input", { bubbles: true }));
}

browserTest(
  "chat: lines go both ways, in order, and not through the server",
  BOTH,
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("firefox", "Bob");
    await allHear([ann, bob]);
    await ann.press("chat");
    const before = ann.traffic?.sent.length ?? 0;
    await bob.count("[data-unread]", 0);
    await say(ann, "one <b>bold</b> https://example.org/a?b=c");
    // What comes while the chat is closed is marked unread.
    await bob.count("[data-unread]", 1);
    await bob.press("chat");
    await bob.count("[data-line]", 1);
    await bob.count("[data-unread]", 0);
    await say(bob, "二 👋");
    await ann.count("[data-line]", 2);
    await say(ann, "three");
    await bob.count("[data-line]", 3);
    for (const one of [ann, bob]) {
      const lines = await one.page.$$eval(
        "[data-line]",
        (found) => found.map((l) => l.textContent),
      );
      assertEquals(lines.length, 3);
      for (const [at, text] of ["one <b>bold</b>", "二 👋", "three"].entries()) {
        assertEquals(lines[at]?.includes(text), true, `${lines[at]} is not ${text}`);
      }
    }
    const link = await bob.page.$eval(
      "[data-line] a",
      (a) => [a.getAttribute("href"), a.getAttribute("rel")],
    );
    assertEquals(link[0], "https://example.org/a?b=c");
    assertEquals(link[1]?.includes("noopener"), true);
    const meanwhile = ann.traffic?.sent.slice(before) ?? [];
    const others = meanwhile.filter((frame) =>
      !/^\{"type":"client-(beat|report|standing-offer)"/.test(frame)
    );
    assertEquals(others, [], "chat went over the socket");

    // A raised hand is seen by the others, newcomers too, until it is lowered.
    await bob.press("hand");
    await ann.count(`${OTHER} [data-hand]`, 1);
    const cem = await testRoom.enter("chromium", "Cem");
    await cem.count(`${OTHER} [data-hand]`, 1);
    await bob.press("hand");
    await ann.count(`${OTHER} [data-hand]`, 0);
    await cem.count(`${OTHER} [data-hand]`, 0);
  },
);

browserTest(
  "chat: an input method's Enter sends nothing, and a long paste loses nothing",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    await ann.press("chat");
    const written = () =>
      ann.page.$eval("#chat-text", (line) => line instanceof HTMLTextAreaElement && line.value);
    await ann.write("你好");
    await ann.page.evaluate(endComposition);
    assertEquals(await written(), "你好");
    await ann.page.keyboard.press("Enter");
    await ann.count("[data-line]", 1);
    await ann.page.evaluate(paste, 5000);
    await ann.count("[data-excess]", 1);
    await ann.page.keyboard.press("Enter");
    assertEquals(String(await written()).length, 5000);
    await ann.page.evaluate(paste, 4000);
    await ann.page.keyboard.press("Enter");
    await ann.count("[data-line]", 2);
    // The end of the newest line stays in sight when a keyboard leaves less room.
    const log = () =>
      ann.page.$eval(".lines", ({ clientHeight: height, scrollHeight, scrollTop }) => {
        return { height, hidden: scrollHeight - scrollTop - height };
      });
    await until("the newest line", async () => (await log()).hidden <= 1, log);
    const { height } = await log();
    await ann.page.setViewport({ width: 800, height: 400 });
    await until("less room", async () => (await log()).height < height, log);
    await until("the newest line", async () => (await log()).hidden <= 1, log);
  },
);

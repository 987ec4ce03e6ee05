import { assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { allHear, CAMERA, sees } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

async function say(visitor: Visitor, text: string): Promise<void> {
  await visitor.write(text);
  await visitor.page.keyboard.press("Enter");
}

/** Texts of the chat as the page shows them, each with its heading if it has one. */
const lines = (visitor: Visitor) => visitor.texts("[data-line]");

browserTest(
  "watch: viewers in both browsers read and write the chat while members allow it, and are marked",
  BOTH,
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("firefox", "Bob");
    await allHear([ann, bob]);
    const viewers = await Promise.all((["chromium", "firefox"] as const).map(async (kind) => {
      const viewer = await testRoom.open(kind, `${testRoom.link}?watch=1`);
      await viewer.count("#name", 1);
      await viewer.page.type("#name", kind === "chromium" ? "Vera" : "Will");
      await viewer.press("watch");
      await sees(viewer, CAMERA);
      return viewer;
    }));
    await ann.press("chat");
    await say(ann, "among us");
    for (const viewer of viewers) await viewer.count('[data-do="chat"]', 0);
    await bob.press("chat");
    await bob.press("tab-people");
    await bob.press("viewer-chat");
    await ann.count("[data-viewers-read]", 1);
    await say(ann, "for all");
    for (const viewer of viewers) {
      await viewer.press("chat");
      await viewer.count("[data-line]", 1);
      await clean(viewer, "the chat of a viewer");
    }
    const [vera, will] = viewers;
    if (!vera || !will) throw new Error("nobody watches");
    await say(vera, "from Vera");
    await say(will, "来自 Will");
    await bob.press("tab-chat");
    for (const one of [ann, bob]) {
      await one.count("[data-line]", 4);
      await one.count("[data-viewer-line]", 2);
      await clean(one, "the chat with viewers");
    }
    for (const viewer of viewers) {
      await viewer.count("[data-line]", 3);
      await viewer.count(".pending", 0);
      const read = (await lines(viewer)).join("\n");
      assertEquals(
        ["among us", "for all", "from Vera", "来自 Will"].map((text) => read.includes(text)),
        [false, true, true, true],
      );
    }
    // By the keyboard: Escape closes the chat, and its button has the focus again.
    await vera.page.focus('[data-do="chat"]');
    await vera.page.keyboard.press("Enter");
    await vera.count("[data-line]", 0);
    await vera.page.keyboard.press("Enter");
    await vera.count("#chat-text", 1);
    await vera.page.keyboard.press("Escape");
    await vera.count("#chat-text", 0);
    assertEquals(
      await vera.page.evaluate(() => document.activeElement?.getAttribute("data-do")),
      "chat",
    );
    await vera.press("chat");
    await ann.press("tab-people");
    await ann.press("viewer-chat");
    for (const viewer of viewers) await viewer.count("#chat-text", 0);
    await bob.count("[data-viewers-read]", 0);
    await say(bob, "among us again");
    await ann.press("tab-chat");
    await ann.count("[data-line]", 5);
    for (const viewer of viewers) await viewer.count("[data-line]", 3);
  },
);

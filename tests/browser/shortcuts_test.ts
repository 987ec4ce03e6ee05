import { LONG } from "../harness/browser/long_runs.ts";
import { assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { allHear, CAMERA, listens, sees, silence } from "../harness/browser/media_counters.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';

/** Reads the field that has the focus; null where nobody is typing. */
function typed({ page }: Visitor): Promise<string | null> {
  return page.evaluate(() => {
    const { activeElement: field } = document;
    return field instanceof HTMLTextAreaElement ? field.value : null;
  });
}

for (const kind of LONG ? BOTH : BOTH.slice(0, 1)) {
  const other = kind === "chromium" ? "firefox" : "chromium";
  const muted = `${OTHER} [data-muted]`;
  const hand = `${OTHER} [data-hand]`;
  const picture = `${OTHER} video[data-kind="picture"]`;

  browserTest(
    `${kind}: single keys do what the others see, until they are off`,
    BOTH,
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann");
      const bob = await testRoom.enter(other, "Bob");
      await allHear([ann, bob]);
      await lateIsHere(ann);
      await lateIsHere(bob);
      const { keyboard } = ann.page;
      await keyboard.press("m");
      await bob.count(muted, 1);
      await holdSpace(ann, bob);
      // The same key under Russian letters, which the driver has no names for.
      await ann.page.evaluate(() => {
        const key = { key: "ь", code: "KeyM", bubbles: true };
        document.body.dispatchEvent(new KeyboardEvent("keydown", key));
      });
      await bob.count(muted, 0);
      await keyboard.press("v");
      await bob.count(picture, 0);
      await keyboard.press("v");
      await bob.count(picture, 1);
      await sees(bob, CAMERA);
      await keyboard.press("h");
      await bob.count(hand, 1);
      await keyboard.press("h");
      await bob.count(hand, 0);

      await keyboard.press("c");
      await until("the focus in the chat", async () => await typed(ann) !== null);
      await keyboard.type("mvh c");
      // The letter that opened the field is not the first one in it.
      assertEquals(await typed(ann), "mvh c");
      await keyboard.press("Enter");
      await bob.count("[data-unread]", 1);
      await bob.page.keyboard.press("c");
      await bob.reads("mvh c");
      // What was typed muted nobody, hid nobody and raised no hand.
      await bob.count(muted, 0);
      await bob.count(hand, 0);
      await bob.count(picture, 1);
      await keyboard.press("Escape");
      await ann.count(".panel", 0);

      await keyboard.press("?");
      await ann.reads("This list");
      await clean(ann, "list of keys");
      await keyboard.press("?");
      await ann.count(".panel", 0);
      await ann.press("more");
      await ann.click('[data-do="shortcuts"]');
      await ann.page.focus("#own-name");
      await keyboard.press("End");
      await keyboard.type("ika");
      await bob.reads("Annika");
      await keyboard.press("Escape");
      await ann.count(".panel", 0);
      await keyboard.press("m");
      // By the button it still goes, and what comes later has overtaken nothing.
      await ann.press("hand");
      await bob.count(hand, 1);
      await bob.count(muted, 0);
      await bob.count("[data-announced]", 1);
      const said = () => bob.page.$eval("[data-announced]", (one) => one.textContent ?? "");
      await until("the hand said", async () => (await said()).includes("Annika"), said);
      await ann.press("more");
      await ann.click('[data-do="shortcuts"]');
      await keyboard.press("Escape");
      await keyboard.press("m");
      await bob.count(muted, 1);
    },
  );
}

/** The space bar, held, is a voice while muted. */
async function holdSpace(ann: Visitor, bob: Visitor): Promise<void> {
  const muted = `${OTHER} [data-muted]`;
  const { keyboard } = ann.page;
  await keyboard.down(" ");
  await bob.count(muted, 0);
  await listens(bob);
  await keyboard.up(" ");
  await bob.count(muted, 1);
  // Whoever goes to another window while holding it lets go of it there, unseen.
  await keyboard.down(" ");
  await bob.count(muted, 0);
  await ann.page.evaluate(() => dispatchEvent(new Event("blur")));
  await bob.count(muted, 1);
  await keyboard.up(" ");
  await silence(bob);
}

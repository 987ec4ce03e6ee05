import { LONG } from "../harness/browser/long_runs.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Notes the words that a screen reader is told and the reactions that are shown, from now on. */
function watchReactions({ page }: Visitor): Promise<void> {
  return page.evaluate(() => {
    const seen: string[] = [];
    Reflect.set(globalThis, "seenReactions", seen);
    new MutationObserver(() => {
      for (const one of document.querySelectorAll<HTMLElement>("[data-reaction]")) {
        const span = one.querySelector("span");
        const moves = span && getComputedStyle(span).animationName !== "none";
        seen.push(`${one.dataset.reaction} ${moves ? "rises" : "stands"}`);
      }
      seen.push(`said ${document.querySelector("[data-announced]")?.textContent}`);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

const seenBy = async ({ page }: Visitor): Promise<string[]> => [
  ...new Set<string>(await page.evaluate(() => Reflect.get(globalThis, "seenReactions"))),
];

for (const kind of LONG ? BOTH : BOTH.slice(0, 1)) {
  const other = kind === "chromium" ? "firefox" : "chromium";
  browserTest(
    `together: ${kind} reacts, is asked to mute, saves the chat, and reads what was said before`,
    BOTH,
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann");
      const bob = await testRoom.enter(other, "Bob");
      await allHear([ann, bob]);
      await reacts(ann, bob, kind === "chromium");
      await mutesWhenAsked(ann, bob);

      await ann.press("chat");
      await ann.count('[data-do="save-chat"]', 0);
      await bob.press("chat");
      for (const [at, one] of [ann, bob].entries()) {
        await one.write(`line ${at} 你好 <b>`);
        await one.page.keyboard.press("Enter");
        await bob.count("[data-line]", at + 1);
      }
      await ann.count("[data-line]", 2);
      await savesChat(ann);

      const cem = await testRoom.enter(kind, "Cem");
      await cem.press("chat");
      await cem.count("[data-line]", 2);
      const read = await cem.page.$$eval("[data-line]", (found) => {
        return found.map((one) => [one.className, one.textContent ?? ""]);
      });
      assertEquals(read.map(([, text]) => /line \d/.exec(text ?? "")?.[0]), ["line 0", "line 1"]);
      assert(/passed on by/.test(read[0]?.[1] ?? ""), `${read}`);
    },
  );
}

/** A reaction by keys rises from the tile, is told in words, and is gone. */
async function reacts(ann: Visitor, bob: Visitor, moves: boolean): Promise<void> {
  const chromium = moves ? ann : bob;
  const motion = moves ? "no-preference" : "reduce";
  await chromium.page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: motion }]);
  await lateIsHere(ann);
  await lateIsHere(bob);
  await Promise.all([ann, bob].map(watchReactions));
  await ann.page.keyboard.press("r");
  await ann.count(".reaction-row button", 6);
  await clean(ann, "reactions");
  await ann.page.keyboard.press("Tab");
  await ann.page.keyboard.press("Enter");
  await ann.count('[data-reaction="heart"][data-from="me"]', 1);
  // In Chromium alone, which looks at it while it stands.
  if (!moves) await clean(bob, "a reaction");
  await ann.count("[data-reaction]", 0);
  await bob.count("[data-reaction]", 0);
  await ann.page.keyboard.press("Escape");
  await ann.count(".reaction-row", 0);
  const manners = (await seenBy(chromium)).filter((one) => !one.startsWith("said"));
  assertEquals(manners, [moves ? "heart rises" : "heart stands"]);
  const seen = await seenBy(bob);
  assert(seen.includes("said \u2068Ann\u2069 reacted: Heart"), seen.join("\n"));
}

/** A page that is asked to mute mutes only when its person does. */
async function mutesWhenAsked(ann: Visitor, bob: Visitor): Promise<void> {
  await bob.press("numbers");
  await bob.press("ask-mute");
  await bob.count("[data-asked]", 1);
  await clean(bob, "somebody who was asked to mute");
  await ann.count('[data-notice="mute-request"]', 1);
  await clean(ann, "request to mute");
  const asks = await ann.page.$eval('[data-notice="mute-request"]', (one) => one.textContent);
  assert(asks?.includes("\u2068Bob\u2069 asks you to mute"), asks ?? "");
  assertEquals(await ann.page.$eval('[data-do="mic"]', (one) => one.ariaPressed), "true");
  await ann.page.focus('[data-do="mute"]');
  await ann.page.keyboard.press("Enter");
  await ann.count('[data-notice="mute-request"]', 0);
  await bob.count('[data-tile]:not([data-tile="me"]) [data-muted]', 1);
}

/** The chat is saved as a text file. */
async function savesChat(ann: Visitor): Promise<void> {
  // Where a browser puts its files differs; what it is given does not.
  await ann.page.evaluate(() => {
    HTMLAnchorElement.prototype.click = function () {
      document.body.dataset.saved = this.download;
    };
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      if (blob instanceof Blob) {
        void blob.text().then((text) => document.body.dataset.text = text);
      }
      return createObjectURL.call(URL, blob);
    };
  });
  await ann.page.focus('[data-do="save-chat"]');
  await ann.page.keyboard.press("Enter");
  await ann.count("[data-saved][data-text]", 1);
  const [name, text] = await ann.page.evaluate(() => [
    document.body.dataset.saved ?? "",
    document.body.dataset.text ?? "",
  ]);
  assert(/^[\p{L}\p{N}_-]+-\d{4}-\d\d-\d\d-\d{4}\.txt$/u.test(name ?? ""), name);
  const line = /\n\d{4}-\d\d-\d\d \d\d:\d\d Ann: line 0 你好 <b>\n/;
  assert(line.test(text ?? ""), text);
}

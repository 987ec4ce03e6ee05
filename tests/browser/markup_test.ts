import { MIXED } from "../harness/browser/meeting.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';
const NAME = "<img src=x onerror=globalThis.hit=1>";
const LINES = [
  NAME,
  '"><svg onload=globalThis.hit=1>',
  "JaVaScRiPt:globalThis.hit=1",
  "{{7*7}}",
  "</script><script>globalThis.hit=1</script>",
  "&#x6A;avascript:globalThis.hit=1",
];

function enter(testRoom: TestRoom, kind: "chromium" | "firefox", name: string): Promise<Visitor> {
  const query = `name=${encodeURIComponent(name)}&join=1&mic=1&cam=1`;
  return testRoom.open(kind, `${testRoom.link}?${query}`);
}

/** Submits a line as the person would, but without a person's pace. */
function say({ page }: Visitor, lines: readonly string[]): Promise<void> {
  return page.$eval("#chat-text", (field, lines) => {
    for (const line of lines) {
      if (!(field instanceof HTMLTextAreaElement)) throw new Error("no field");
      field.value = line;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.form?.requestSubmit();
    }
  }, lines);
}

for (const [first, second] of LONG ? MIXED : MIXED.slice(1)) {
  browserTest(
    `B78, ${first} and ${second}: markup is text wherever it is shown`,
    BOTH,
    async (testRoom) => {
      const ann = await enter(testRoom, first, NAME);
      const bob = await enter(testRoom, second, "Bob");
      await allHear([ann, bob]);
      await lateIsHere(ann);
      await lateIsHere(bob);
      assertEquals(await bob.texts(`${OTHER} .pill .name`), [NAME]);
      await ann.press("chat");
      await say(ann, LINES);
      await bob.press("chat");
      await bob.count("[data-line]", LINES.length);
      assertEquals(await bob.texts("[data-line] .said"), LINES);
      await bob.press("tab-people");
      assert((await bob.texts(".people .name")).includes(NAME));
      const { label, title } = await bob.page.$eval('[data-do="remove"]', (button) => ({
        label: button.getAttribute("aria-label") ?? "",
        title: button.getAttribute("title") ?? "",
      }));
      assert(label.includes(NAME) && title.includes(NAME), `${label} ${title}`);
      // Who leaves is named in passing.
      await ann.press("leave");
      await until("a notice", async () => (await bob.texts(".notice")).join().includes(NAME));
      for (const one of [ann, bob]) {
        const found = await one.page.evaluate(() => ({
          hit: Reflect.get(globalThis, "hit") ?? null,
          made: document.querySelectorAll("img[src=x], [onload], [onerror], main script").length,
          links: document.querySelectorAll('a[href^="javascript" i]').length,
        }));
        assertEquals(found, { hit: null, made: 0, links: 0 });
      }
      testRoom.expect(/TrustedHTML|Trusted Type|trusted-types|innerHTML/i);
      const refused = await bob.page.evaluate(() => {
        try {
          document.createElement("div").innerHTML = "<b>x</b>";
          return "";
        } catch (error) {
          return String(error);
        }
      });
      assert(refused.startsWith("TypeError"), refused);
    },
  );
}

if (LONG) {
  browserTest(
    "B57: floods of chat and odd names cost no more than their place",
    BOTH,
    async (testRoom) => {
      const zalgo = `Z${"\u0310\u0333".repeat(31)}`;
      const ann = await enter(testRoom, "chromium", zalgo);
      const bob = await enter(testRoom, "firefox", "👩‍👩‍👧‍👦".repeat(9));
      const cem = await enter(testRoom, "firefox", "\u202e".repeat(64));
      await allHear([ann, bob, cem]);
      for (const one of [ann, bob, cem]) {
        const pills = await one.page.$$eval(".tile .pill", (found) =>
          found.map((pill) => {
            const tile = pill.closest(".tile")?.getBoundingClientRect();
            const { width, height } = pill.getBoundingClientRect();
            return { fits: width <= (tile?.width ?? 0), height };
          }));
        assertEquals(pills.length, 3);
        for (const { fits, height } of pills) assert(fits && height < 64, `${height}`);
      }
      // Nothing is left of what only turns the writing direction.
      assert((await ann.texts(`${OTHER} .pill .name`)).includes("Guest"));
      await ann.press("chat");
      const lines = Array.from({ length: 600 }, (_, at) => `line ${at}`);
      await say(ann, lines);
      for (const one of [bob, cem]) {
        await one.press("chat");
        const shown = () => one.texts("[data-line] .said");
        await until("the last line", async () => (await shown()).at(-1) === "line 599", shown);
        assertEquals(await shown(), lines.slice(-500));
      }
      await allHear([ann, bob, cem]);
    },
  );
}

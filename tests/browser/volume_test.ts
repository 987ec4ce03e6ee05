import { assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { allHear, listens } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';

/** Volume and mute of every voice on the page. */
function voices({ page }: Visitor): Promise<[number, boolean][]> {
  return page.$$eval(
    "audio",
    (all) => all.map(({ volume, muted }): [number, boolean] => [volume, muted]),
  );
}

for (const kind of BOTH) {
  browserTest(
    `${kind}: a person is softer, and muted, on this page alone`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann");
      const bob = await testRoom.enter(kind, "Bob");
      await allHear([ann, bob]);
      await lateIsHere(ann);
      await ann.count('[data-do="numbers"]', 1);
      await ann.page.bringToFront();
      await ann.page.$eval('[data-do="numbers"]', (found) => (found as HTMLElement).focus());
      await ann.page.keyboard.press("Enter");
      await ann.count('[data-do="volume"]', 1);
      await clean(ann, "the panel of a person");
      await ann.page.focus('[data-do="volume"]');
      await ann.page.keyboard.press("Home");
      await until("silence", async () => (await voices(ann))[0]?.[0] === 0);
      await ann.page.keyboard.press("ArrowRight");
      await until("a little", async () => (await voices(ann))[0]?.[0] === 0.05);
      await ann.click('[data-do="mute-for-me"]');
      await until("mute", async () => (await voices(ann))[0]?.[1] === true);
      await ann.page.keyboard.press("Escape");
      await ann.count(`${OTHER} [data-muted-for-me]`, 1);
      // Whoever comes back is as loud as before, and nobody was told.
      await bob.page.reload();
      await bob.on("call");
      await allHear([ann, bob]);
      await until("still", async () => JSON.stringify(await voices(ann)) === "[[0.05,true]]");
      await bob.count("[data-muted]", 0);
      await listens(bob);
      assertEquals(await voices(bob), [[1, false]]);
    },
  );
}

import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assertEquals } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { controlDevices } from "../harness/browser/controlled_devices.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';

const asked = (who: Visitor) => who.page.evaluate(() => globalThis.controlledDevices.asked);
const live = (who: Visitor) =>
  who.page.evaluate(() =>
    globalThis.controlledDevices.tracks.filter(({ track }) => track.readyState === "live").length
  );

for (const kind of BOTH) {
  browserTest(
    `LocalMedia: a microphone muted by the system in ${kind}: one sentence, a mark, and on at once`,
    BOTH,
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann", { before: [controlDevices] });
      const bob = await testRoom.enter("chromium", "Bob");
      await allHear([ann, bob]);
      const before = await asked(ann);
      await ann.page.evaluate(() =>
        globalThis.controlledDevices.tracks.findLast(({ kind }) => kind === "audio")?.mute(true)
      );
      await ann.count('[data-trouble="mic"]', 1);
      await bob.count(`${OTHER} [data-muted]`, 1);
      await ann.page.evaluate(() =>
        globalThis.controlledDevices.tracks.findLast(({ kind }) => kind === "audio")?.mute(false)
      );
      await ann.count('[data-trouble="mic"]', 0);
      await bob.count(`${OTHER} [data-muted]`, 0);
      assertEquals(await asked(ann), before);
      await allHear([ann, bob]);
    },
  );

  browserTest(
    `LocalMedia: tracks that begin muted are told of in ${kind}`,
    [kind],
    async (testRoom) => {
      const muted = () =>
        globalThis.controlledDevices && (globalThis.controlledDevices.silent = true);
      const ann = await testRoom.open(kind, testRoom.link, { before: [controlDevices, muted] });
      await ann.count('[data-trouble="mic"]', 1);
      await ann.count('[data-trouble="camera"]', 1);
      assertEquals(await asked(ann), 1);
    },
  );

  browserTest(
    `LocalMedia: the second press takes the first one back in ${kind}`,
    [kind],
    async (testRoom) => {
      for (const button of ["mic", "camera"]) {
        const late = () => globalThis.controlledDevices?.hold();
        const href = `${testRoom.link}?mic=0&cam=0`;
        const ann = await testRoom.open(kind, href, { before: [controlDevices, late] });
        await ann.on("lobby");
        await ann.press(button);
        await ann.count(`[data-do="${button}"][aria-pressed="true"]`, 1);
        await ann.press(button);
        await ann.count(`[data-do="${button}"][aria-pressed="false"]`, 1);
        await ann.page.evaluate(() => globalThis.controlledDevices.open());
        const opened = () => ann.page.evaluate(() => globalThis.controlledDevices.tracks.length);
        await until("the device", async () => await opened() > 0);
        await until("nothing running", async () => await live(ann) === 0);
        assertEquals(await asked(ann), 1);
        await ann.count(`[data-do="${button}"][aria-pressed="false"]`, 1);
      }
    },
  );
}

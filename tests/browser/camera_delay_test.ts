import { assert } from "@std/assert";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { clockCamera, readClock } from "../harness/browser/clock_camera.ts";
import { serveWithFarRelay } from "../harness/browser/far_relay.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { lacks } from "../harness/daemon.ts";
import { median } from "../harness/median.ts";

/** The way is long, so that the machine's own pace is the smaller part of the delay. */
const ONE_WAY_MS = 150;
/** The panel may differ by this factor from what the picture says. */
const FACTOR = 1.35;
const OTHERS = '[data-tile]:not([data-tile="me"]) video';

browserTest(
  "CameraDelay: the panel shows the delay that the picture of a clock has, in both browsers",
  BOTH,
  async (testRoom) => {
    testRoom.expect(/^asked another host: (turn|stun)s?:127\.0\.0\.1:/);
    const people: Visitor[] = [];
    for (const kind of BOTH) {
      // One of two goes by the relay, so that media take its long way once.
      const relay = people.length === 0 ? "&relay=1" : "";
      const href = `${testRoom.link}?name=${kind}&join=1&mic=1&cam=1${relay}`;
      people.push(await testRoom.open(kind, href, { devices: "full", before: [clockCamera] }));
    }
    await allHear(people);
    // Firefox paints and shows less often in a tab that is not the first.
    for (const { page } of people) await page.bringToFront();
    await Promise.all(people.map(async (one, at) => {
      await one.press("numbers");
      // Before the first sender reports the panel estimates.
      const measured = '[data-delay]:not([data-delay="parts"]) [data-chart="delay"][data-now]';
      await one.page.waitForSelector(measured);
      const { delays, misread, panel, sources } = await one.page.evaluate(readClock, {
        selector: OTHERS,
        frames: 30,
        values: 4,
      });
      const [is, shown] = [median(delays), median(panel)];
      console.log(`${BOTH[at]}: the picture says ${is} ms, the panel ${shown} ms by ${sources}`);
      assert(delays.length > 10 * misread, `${misread} frames misread, ${delays.length} read`);
      // The browsers tell enough for more than an estimate.
      assert(sources.some((source) => source !== "parts"), `by ${sources}`);
      assert(is > ONE_WAY_MS, `no delay: ${is} ms`);
      assert(shown < is * FACTOR && is < shown * FACTOR, `the panel shows ${shown}, it is ${is}`);
    }));
  },
  () => serveWithFarRelay(ONE_WAY_MS),
  lacks("turnserver", "coturn"),
);

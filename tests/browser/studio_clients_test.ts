import { assert, assertEquals } from "@std/assert";
import { LONG } from "../harness/browser/long_runs.ts";
import { SCREEN, sees } from "../harness/browser/media_counters.ts";
import { badge, bringIn, decodesStudio, shows } from "../harness/browser/studio_page.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import { fetchFfmpeg } from "../harness/ffmpeg.ts";
import { recordStudio } from "../harness/recorded_studio.ts";
import { NO_WHIP_CLIENT, startWhipClient } from "../harness/whip_client.ts";

for (const kind of ["chromium", "firefox"] as const) {
  browserTest(
    `studio: whip-client's VP8 comes in by ${kind}, its candidates by PATCH, and ends by DELETE`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann");
      await using studio = recordStudio(await bringIn(ann));
      await using client = await startWhipClient(studio);
      await shows(ann, "me");
      await decodesStudio(ann);
      const patched = () => studio.exchanges.filter(({ method }) => method === "PATCH");
      await until("candidates by PATCH", () => Promise.resolve(patched().length > 0));
      await client.end();
      await ann.count(badge(), 0);
      const [first, ...rest] = studio.exchanges.map(({ method, status }) => `${method} ${status}`);
      assertEquals(first, "POST 201");
      assertEquals(rest.at(-1), "DELETE 200");
      assert(rest.slice(0, -1).every((one) => one === "PATCH 204"), rest.join());
    },
    undefined,
    NO_WHIP_CLIENT,
  );
}

if (LONG) {
  browserTest(
    "studio: FFmpeg's H.264 goes past a Firefox into Chromium, and ends by DELETE",
    ["chromium", "firefox"],
    async (testRoom) => {
      await using ffmpeg = await fetchFfmpeg();
      const ann = await testRoom.enter("firefox", "Ann");
      await using studio = recordStudio(await bringIn(ann));
      const bob = await testRoom.enter("chromium", "Bob");
      await using publisher = ffmpeg.publish(studio);
      await shows(bob, "me");
      await shows(ann);
      await sees(ann, SCREEN);
      await publisher.end();
      await ann.count(badge(), 0);
      assertEquals(studio.exchanges.map(({ method, status }) => `${method} ${status}`), [
        "POST 201",
        "DELETE 200",
      ]);
    },
  );
}

import { CAMERA, sees } from "../harness/browser/media_counters.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const SMALL = { width: 320, height: 240 };

// Twelve more pages, each with a picture of its own to encode and decode.
if (LONG) {
  browserTest(
    "watch: one page comes to serve twelve viewers where uplink and processor allow it",
    ["chromium"],
    async (testRoom) => {
      const ann = await testRoom.enter("chromium", "Ann");
      const viewers: Visitor[] = [];
      for (let at = 0; at < 12; at++) {
        const viewer = await testRoom.open("chromium", `${testRoom.link}?watch=1`, {
          viewport: SMALL,
        });
        await viewer.press("watch");
        viewers.push(viewer);
      }
      await ann.count('[data-viewers="12"][data-served="12"]', 1);
      await Promise.all(viewers.map((viewer) => sees(viewer, CAMERA)));
    },
  );
}

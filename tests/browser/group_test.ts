import { LONG } from "../harness/browser/long_runs.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { modestCamera } from "../harness/browser/small_devices.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest, type Entry } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const KINDS: readonly Kind[] = ["chromium", "firefox", "chromium", "firefox", "chromium"];

/** Twenty encoders of 160 by 120, or of 320 by 240. */
const DEVICES: Entry = LONG ? { devices: "full", before: [modestCamera] } : {};

const viewport = { width: 400, height: 300 };

browserTest(
  "5 people: every pair sees and hears each other",
  ["chromium", "firefox"],
  async (testRoom) => {
    // Twenty encoders on two cores: ICE may time out under the load, and is then begun anew.
    testRoom.expect(/ICE failed/);
    const people: Visitor[] = [];
    for (const [at, kind] of KINDS.entries()) {
      people.push(
        await testRoom.enter(kind, `P${at}`, { viewport, ...DEVICES }),
      );
    }
    await allHear(people, 600_000);
    for (const person of people) await person.count("[data-tile]", KINDS.length);
  },
);

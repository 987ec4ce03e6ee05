import type { Kind } from "../harness/browser/browser_binaries.ts";
import { modestCamera } from "../harness/browser/modest_devices.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const KINDS: readonly Kind[] = ["chromium", "firefox", "chromium", "firefox", "chromium"];

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
        await testRoom.enter(kind, `P${at}`, { viewport, devices: "full", before: [modestCamera] }),
      );
    }
    await allHear(people, 600_000);
    for (const person of people) await person.count("[data-tile]", KINDS.length);
  },
);

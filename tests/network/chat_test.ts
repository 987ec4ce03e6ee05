import { assert } from "@std/assert";
import { browserTest } from "../harness/browser/test_room.ts";
import { blackhole } from "./nft.ts";
import { openCouples } from "./couples.ts";

const PENDING = "[data-pending]";

browserTest(
  "chat: a line said in an outage is marked until it has arrived",
  ["chromium", "firefox"],
  async (testRoom) => {
    testRoom.expect(/ICE failed/);
    const [couple] = await openCouples(testRoom, [["chromium", "firefox"]]);
    assert(couple);
    const [ann, bob] = couple.people;
    for (const one of [ann, bob]) await one.press("chat");
    for (const [from, to] of [[ann, bob], [bob, ann]] as const) {
      const text = `said by ${from === ann ? "Ann" : "Bob"} in a tunnel`;
      {
        await using fault = await blackhole();
        await from.write(text);
        await from.page.keyboard.press("Enter");
        await from.count(PENDING, 1);
        assert(await fault.dropped() > 0);
      }
      await to.reads(text);
      await from.count(PENDING, 0);
    }
  },
);

import { assert } from "@std/assert";
import { allHear, SCREEN, sees, stillness } from "../harness/browser/media_counters.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { MIXED } from "../harness/browser/meeting.ts";
import { paint } from "../harness/browser/painted_canvas.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

const SHOWN = 'video[data-kind="screen"]';

for (const [giver, taker] of MIXED) {
  const name =
    `a screen is seen by a newcomer, stopped and shared again: ${giver} towards ${taker}`;
  browserTest(name, BOTH, async (testRoom) => {
    const ann = await testRoom.enter(giver, "Ann", { before: [paint] });
    await ann.press("screen");
    await ann.count(SHOWN, 1);
    const bob = await testRoom.enter(taker, "Bob");
    await bob.count(SHOWN, 1);
    await sees(bob, SCREEN);
    await allHear([ann, bob]);
    await ann.press("screen");
    await bob.count(SHOWN, 0);
    await stillness(bob, SCREEN);
    await ann.press("screen");
    await bob.count(SHOWN, 1);
    await sees(bob, SCREEN);
    await allHear([ann, bob]);
  });
}

/** Frames of a screen that make sure that a decoder which began anew is seen to have fewer. */
const MANY = 40;

browserTest(
  "firefox: a shared screen goes on as it is while others come",
  BOTH,
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", { before: [paint] });
    await ann.press("screen");
    await ann.count(SHOWN, 1);
    const bob = await testRoom.enter("firefox", "Bob");
    const screens = async () =>
      Math.max(0, ...(await bob.inflow()).map(({ video }) => video[SCREEN] ?? 0));
    await until("frames of the screen", async () => await screens() >= MANY, screens);
    const cem = await testRoom.enter("chromium", "Cem");
    let before = await screens();
    const end = before + MANY;
    // Firefox counts a decoder's frames from its beginning: each write to a sender was one.
    await until("more frames of the screen", async () => {
      const now = await screens();
      assert(now >= before, `the screen began anew: ${before} frames, and now ${now}`);
      before = now;
      return now >= end;
    }, screens);
    await allHear([ann, bob, cem]);
  },
);

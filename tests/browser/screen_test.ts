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
      (await bob.inflow()).map(({ at, video }) => ({ at, frames: video[SCREEN] ?? 0 }));
    await until("frames of the screen", async () => {
      return (await screens()).some(({ frames }) => frames >= MANY);
    }, screens);
    const cem = await testRoom.enter("chromium", "Cem");
    const known = new Map<number, number>();
    // Firefox counts the frames of a decoder, and each write to a sender would begin another one.
    await until("twice as many frames more", async () => {
      for (const { at, frames } of await screens()) {
        const before = known.get(at) ?? 0;
        assert(frames >= before, `the screen began anew: ${before} frames, and now ${frames}`);
        known.set(at, frames);
      }
      return Math.max(...known.values()) >= 3 * MANY;
    }, screens);
    await allHear([ann, bob, cem]);
  },
);

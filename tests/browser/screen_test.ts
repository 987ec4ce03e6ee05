import { allHear, SCREEN, sees, stillness } from "../harness/browser/media_counters.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { MIXED } from "../harness/browser/meeting.ts";
import { paint } from "../harness/browser/painted_canvas.ts";
import { browserTest } from "../harness/browser/test_room.ts";

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

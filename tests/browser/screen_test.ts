import { allHear, SCREEN, sees, stillness } from "../harness/browser/media_counters.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { MIXED } from "../harness/browser/meeting.ts";
import { paint } from "../harness/browser/painted_canvas.ts";
import { scene } from "../harness/browser/stage.ts";

const SHOWN = 'video[data-kind="screen"]';

for (const [giver, taker] of MIXED) {
  const name =
    `a screen is seen by a newcomer, stopped and shared again: ${giver} towards ${taker}`;
  scene(name, BOTH, async (stage) => {
    const ann = await stage.enter(giver, "Ann", { before: [paint] });
    await ann.press("screen");
    await ann.count(SHOWN, 1);
    const bob = await stage.enter(taker, "Bob");
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

import { allHear, SCREEN, sees, stillness } from "../harness/browser/media_counters.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { paint } from "../harness/browser/painted_canvas.ts";
import { scene } from "../harness/browser/stage.ts";

const SHOWN = 'video[data-kind="screen"]';

for (const [giver, taker] of [["chromium", "firefox"], ["firefox", "chromium"]] as const) {
  const needs: Kind[] = [giver, taker];

  scene(`a screen is shared and stopped: ${giver} towards ${taker}`, needs, async (stage) => {
    const ann = await stage.enter(giver, "Ann", { before: [paint] });
    const bob = await stage.enter(taker, "Bob");
    await allHear([ann, bob]);
    await bob.count(SHOWN, 0);
    await ann.press("screen");
    await bob.count(SHOWN, 1);
    await sees(bob, SCREEN);
    await allHear([ann, bob]);
    await ann.press("screen");
    await bob.count(SHOWN, 0);
    await stillness(bob, SCREEN);
    await ann.press("screen");
    await bob.count(SHOWN, 1);
    await sees(bob, SCREEN);
  });

  scene(
    `a newcomer sees the screen that is shared: ${giver} towards ${taker}`,
    needs,
    async (stage) => {
      const ann = await stage.enter(giver, "Ann", { before: [paint] });
      await ann.press("screen");
      await ann.count(SHOWN, 1);
      const bob = await stage.enter(taker, "Bob");
      await bob.count(SHOWN, 1);
      await sees(bob, SCREEN);
      await allHear([ann, bob]);
    },
  );
}

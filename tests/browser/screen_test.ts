import { allHear, SCREEN, sees, stillness } from "./rig/flow.ts";
import type { Kind } from "./rig/find.ts";
import { paint } from "./rig/paint.ts";
import { scene } from "./rig/scene.ts";

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

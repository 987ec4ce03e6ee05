import { allHear, SCREEN, sees, stillness } from "./rig/flow.ts";
import type { Kind } from "./rig/find.ts";
import { scene } from "./rig/scene.ts";

const SHOWN = 'video[data-kind="screen"]';

/** A headless Firefox has no screen: a moving canvas stands for it. */
function paint(): void {
  if (!navigator.userAgent.includes("Firefox") || !navigator.mediaDevices) return;
  navigator.mediaDevices.getDisplayMedia = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 360];
    const pen = canvas.getContext("2d");
    setInterval(() => {
      if (!pen) return;
      pen.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`;
      pen.fillRect(0, 0, canvas.width, canvas.height);
    }, 50);
    return Promise.resolve(canvas.captureStream(20));
  };
}

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

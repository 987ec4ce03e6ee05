import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

for (const motion of ["no-preference", "reduce"]) {
  browserTest(
    `no script: the page says in words that it cannot start, with motion: ${motion}`,
    ["chromium"],
    async (testRoom) => {
      const { page } = await testRoom.open("chromium", `${testRoom.server.origin}/`);
      await page.setJavaScriptEnabled(false);
      await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: motion }]);
      await page.reload();
      const words = await page.waitForSelector(".too-old");
      await until("the words", async () => await words?.isVisible());
    },
  );
}

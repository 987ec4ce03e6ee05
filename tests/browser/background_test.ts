import { assert, assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { CAMERA, sees } from "../harness/browser/media_counters.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"]) video[data-kind="picture"]';
const OWN = '[data-tile="me"] video[data-kind="picture"]';

/** Mean colour of what a video shows; null while it shows nothing. */
function colour({ page }: Visitor, selector: string): Promise<number[] | null> {
  return page.evaluate((selector) => {
    const video = document.querySelector<HTMLVideoElement>(selector);
    const context = new OffscreenCanvas(8, 8).getContext("2d", { willReadFrequently: true });
    if (!video?.videoWidth || !context) return null;
    context.drawImage(video, 0, 0, 8, 8);
    const { data } = context.getImageData(0, 0, 8, 8);
    return [0, 1, 2].map((part) =>
      data.filter((_, at) => at % 4 === part).reduce((sum, one) => sum + one, 0) / 64
    );
  }, selector);
}

/** True for the colour that the tests choose, as a codec leaves it. */
const isRed = (mean: number[] | null) =>
  mean !== null && (mean[0] ?? 0) > 130 && (mean[1] ?? 255) < 80 && (mean[2] ?? 255) < 80;

/** Chooses from a menu as a keyboard does. */
async function choose({ page }: Visitor, menu: string, value: string): Promise<void> {
  await page.select(`select[data-do="${menu}"]`, value);
}

async function pickRed(visitor: Visitor): Promise<void> {
  await choose(visitor, "background", "colour");
  await visitor.count('[data-do="colour"]', 1);
  await visitor.page.$eval('[data-do="colour"]', (input) => {
    if (!(input instanceof HTMLInputElement)) return;
    input.value = "#c81e1e";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

for (const kind of BOTH) {
  browserTest(
    `${kind}: the room is hidden in the lobby, and from the first frame in the call`,
    [kind],
    async (
      testRoom,
    ) => {
      const bob = await testRoom.enter(kind, "Bob");
      const ann = await testRoom.open(kind, testRoom.link, {
        viewport: { width: 1280, height: 800 },
      });
      await ann.on("lobby");
      await ann.count(".lobby .settings", 1);
      await pickRed(ann);
      const preview = () => colour(ann, ".preview video");
      await until("a red preview", async () => isRed(await preview()), preview);
      await clean(ann, "lobby with a background");
      // Each picture that reaches him is noted, from the first one on.
      await bob.page.evaluate((selector) => {
        const seen: string[] = [];
        Object.assign(globalThis, { seen });
        const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        setInterval(() => {
          const video = document.querySelector<HTMLVideoElement>(selector);
          if (!video?.videoWidth || !context) return;
          context.drawImage(video, 0, 0, 1, 1);
          const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
          seen.push(red > 120 && green < 90 && blue < 90 ? "red" : `${red} ${green} ${blue}`);
        }, 20);
      }, OTHER);
      await ann.press("join");
      await ann.on("call");
      await sees(bob, CAMERA);
      const theirs = () => colour(bob, OTHER);
      await until("a red picture", async () => isRed(await theirs()), theirs);
      const seen = await bob.page.evaluate(
        () => [...new Set((globalThis as unknown as { seen: string[] }).seen)],
      );
      assertEquals(seen.filter((one) => one !== "red" && one !== "0 0 0"), []);

      // Camera off and on, and another background, keep the room hidden.
      await lateIsHere(ann);
      await ann.press("camera");
      await bob.count(OTHER, 0);
      await ann.press("camera");
      await until("red again", async () => isRed(await theirs()), theirs);
      await ann.press("more");
      await choose(ann, "background", "blur");
      await until("no red", async () => !isRed(await theirs()), theirs);
      await clean(ann, "settings with a background");
      await choose(ann, "background", "none");
      await sees(bob, CAMERA);
      const own = await colour(ann, OWN);
      assert(own !== null && !isRed(own));
    },
  );
}

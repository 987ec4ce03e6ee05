import { assert, assertEquals } from "@std/assert";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** The page's colour and that of its text, as the browser computes them. */
async function colours(visitor: Visitor): Promise<readonly [string, string]> {
  return await visitor.page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    // A canvas knows every way to write a colour.
    const rgb = (css: string) => {
      const paper = new OffscreenCanvas(1, 1).getContext("2d");
      if (!paper) throw new Error("no canvas");
      paper.fillStyle = css;
      paper.fillRect(0, 0, 1, 1);
      return [...paper.getImageData(0, 0, 1, 1).data.slice(0, 3)].join(" ");
    };
    return [rgb(color), rgb(backgroundColor)] as const;
  });
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
function contrast(one: string, other: string): number {
  const light = (colour: string) =>
    colour.split(" ").map((part) => Number(part) / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
      .reduce((sum, part, at) => sum + part * ([0.2126, 0.7152, 0.0722][at] ?? 0), 0);
  const [a = 0, b = 0] = [light(one), light(other)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

browserTest(
  "looks: dark and light are two looks, both of which can be read",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.open("chromium", testRoom.server.origin);
    await ann.on("landing");
    const seen: (readonly [string, string])[] = [];
    for (const value of ["light", "dark"]) {
      await ann.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      const [text, page] = await colours(ann);
      assert(contrast(text, page) >= 4.5, `${value}: ${text} on ${page}`);
      seen.push([text, page]);
    }
    const [light, dark] = seen;
    assert(contrast(light?.[1] ?? "", dark?.[1] ?? "") > 4.5, "one look for both");
  },
);

browserTest(
  "looks: with reduced motion nothing moves by itself",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.open("chromium", `${testRoom.link}?name=Ann`);
    await ann.page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    const moving = () =>
      ann.page.evaluate(() =>
        document.getAnimations().filter((one) => {
          const { duration, iterations } = one.effect?.getComputedTiming() ?? {};
          return one.playState === "running" && (Number(duration) > 100 || iterations === Infinity);
        }).length
      );
    await ann.on("lobby");
    assertEquals(await moving(), 0);
    await ann.press("join");
    await ann.on("call");
    const bob = await testRoom.enter("chromium", "Bob");
    await ann.count("[data-tile]", 2);
    await bob.press("hand");
    await ann.count("[data-hand]", 1);
    assertEquals(await moving(), 0);
  },
);

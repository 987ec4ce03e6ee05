import { assertEquals } from "@std/assert";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

const views = {
  portrait: { width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  landscape: { width: 844, height: 390, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

browserTest(
  "a phone, upright or not: everything is on the screen and can be touched",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("chromium", "Bob", { viewport: views.portrait });
    const cem = await testRoom.enter("chromium", "Cem");
    await allHear([ann, bob, cem]);
    await bob.count("[data-tile]", 3);
    // What comes later takes no room either.
    await lateIsHere(bob);
    for (const viewport of Object.values(views)) {
      await bob.page.setViewport(viewport);
      const size = () => bob.page.evaluate(() => innerWidth);
      await until("the phone turned", async () => await size() === viewport.width, size);
      const outside = () =>
        bob.page.evaluate(() => {
          const shown = [...document.querySelectorAll("[data-tile], [data-do]")]
            .filter((one) => one.checkVisibility());
          const out = shown.filter((one) => {
            const { left, right, top, bottom } = one.getBoundingClientRect();
            return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
          });
          const { scrollWidth, scrollHeight } = document.documentElement;
          const scrolls = scrollWidth > innerWidth || scrollHeight > innerHeight;
          const page = scrolls ? [`the page scrolls: ${scrollWidth} × ${scrollHeight}`] : [];
          return [...out.map((one) => one.outerHTML.slice(0, 120)), ...page];
        });
      await until("all to be on the screen", async () => (await outside()).length === 0, outside);
      const small = await bob.page.$$eval(
        "[data-do]",
        (found) =>
          found.filter((one) => one.checkVisibility()).map((one) => {
            const { width, height } = one.getBoundingClientRect();
            return { what: one.getAttribute("data-do"), width, height };
          }).filter(({ width, height }) => Math.min(width, height) < 40),
      );
      assertEquals(small, [], "too small for a finger");
    }
    // In the list of people no row lies on the next, however little room there is.
    await bob.page.setViewport({ ...views.portrait, width: 320, height: 480 });
    await bob.press("chat");
    await bob.press("tab-people");
    await bob.count(".people li", 3);
    const crammed = await bob.page.$$eval(
      ".people li",
      (found) => found.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight),
    );
    assertEquals(crammed.filter((pixels) => pixels > 1), []);
  },
);

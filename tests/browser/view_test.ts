import { assert, assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { paint } from "../harness/browser/painted_canvas.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHERS = '[data-tile]:not([data-tile="me"], [data-shared])';
const SILENT = { mic: 0, cam: 0 } as const;

/** Stands an upright camera in the place of the browser's own. */
function upright(): void {
  const { mediaDevices } = navigator;
  // A blank page in Firefox has none.
  if (!mediaDevices) return;
  const own = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted = {}) => {
    if (!wanted.video) return await own(wanted);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [360, 640];
    const pen = canvas.getContext("2d");
    setInterval(() => {
      if (!pen) return;
      pen.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`;
      pen.fillRect(0, 0, 360, 640);
    }, 60);
    const stream = canvas.captureStream(15);
    const sound = wanted.audio ? await own({ audio: wanted.audio }) : null;
    for (const track of sound?.getTracks() ?? []) stream.addTrack(track);
    return stream;
  };
}

/** Part of the other's picture that is seen, of its height, in percent. */
async function seenHeight({ page }: Visitor): Promise<number> {
  const measured = page.$eval('[data-tile]:not([data-tile="me"]) video', (one) => {
    if (!(one instanceof HTMLVideoElement)) return 0;
    const { videoWidth, videoHeight, clientWidth, clientHeight } = one;
    const scale = Math.max(clientWidth / videoWidth, clientHeight / videoHeight);
    return Math.round(100 * clientHeight / (scale * videoHeight));
  });
  // Before there is a picture.
  return await measured.catch(() => 0);
}

const manners = ({ page }: Visitor) =>
  page.$$eval(
    "[data-tile]",
    (all) =>
      Object.fromEntries(all.map((one) => [
        `${one.getAttribute("data-tile")}${one.hasAttribute("data-shared") ? " screen" : ""}`,
        /full|grid|large|strip|card/.exec(one.className)?.[0],
      ])),
  );

const seats = async (visitor: Visitor) => Object.values(await manners(visitor)).sort().join(" ");

for (const kind of BOTH) {
  browserTest(
    `view: ${kind}: an upright picture is shown whole on request, for the visit`,
    [kind],
    async (testRoom) => {
      const desk = { width: 1280, height: 720 };
      const ann = await testRoom.enter(kind, "Ann", { viewport: desk });
      await testRoom.enter(kind, "Bob", { devices: "full", before: [upright] });
      const seen = () => seenHeight(ann);
      await until(
        "a part of the picture",
        async () => await seen() < 60 && await seen() > 50,
        seen,
      );
      await lateIsHere(ann);
      await ann.press("fit");
      await until("all of the picture", async () => await seen() === 100, seen);
      await ann.press("fit");
      await until("a tile that is filled", async () => await seen() < 40, seen);
      await ann.press("fit");
      await ann.press("leave");
      await ann.press("rejoin");
      await until(
        "all of the picture again",
        async () => await seen() === 100,
        seen,
      );
    },
  );

  browserTest(
    `view: ${kind}: layouts, pinned tiles and the own picture are the person's own`,
    [kind],
    async (testRoom) => {
      const desk = { width: 1280, height: 720 };
      const ann = await testRoom.enter(kind, "Ann", { ...SILENT, viewport: desk });
      for (const name of ["Bob", "Cem"]) await testRoom.enter(kind, name, SILENT);
      await ann.count("[data-tile]", 3);
      await lateIsHere(ann);
      assertEquals(await seats(ann), "grid grid grid");
      const { keyboard } = ann.page;
      // Keys go to the tab in front alone.
      await ann.page.bringToFront();
      // Both in one turn: what is drawn is older than the second one.
      await ann.page.evaluate(() => {
        for (let at = 0; at < 2; at++) {
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "l", bubbles: true }));
        }
      });
      await until(
        "a speaker",
        async () => await seats(ann) === "large strip strip",
        () => seats(ann),
      );
      await keyboard.press("o");
      await ann.count('[data-tile="me"]', 0);
      await until("two", async () => await seats(ann) === "large strip", () => seats(ann));
      await ann.press("more");
      await clean(ann, "choices of the view");
      await ann.press("hide-own");
      await ann.press("layout-grid");
      await until(
        "three alike",
        async () => await seats(ann) === "grid grid grid",
        () => seats(ann),
      );
      await ann.press("close");
      await ann.page.$$eval(`${OTHERS} [data-do="pin"]`, (pins) => {
        for (const pin of pins) if (pin instanceof HTMLElement) pin.click();
      });
      await until(
        "two large",
        async () => await seats(ann) === "large large strip",
        () => seats(ann),
      );
      // A layout is kept by the device, and what was pinned is let go by choosing one.
      await keyboard.press("l");
      await until(
        "a speaker again",
        async () => await seats(ann) === "large strip strip",
        () => seats(ann),
      );
      await ann.page.reload();
      await ann.on("call");
      await until(
        "a speaker after a reload",
        async () => await seats(ann) === "large strip strip",
        () => seats(ann),
      );
    },
  );

  browserTest(
    `view: ${kind}: a tile and the page fill the screen, and leave it`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann");
      await testRoom.enter(kind, "Bob");
      await ann.count(`${OTHERS} video`, 1);
      await lateIsHere(ann);
      const filling = () =>
        ann.page.evaluate(() =>
          document.fullscreenElement?.getAttribute("data-tile") ??
            document.fullscreenElement?.tagName ?? null
        );
      const other = await ann.page.$eval(OTHERS, (one) => one.getAttribute("data-tile"));
      const tool = await ann.page.waitForSelector(`${OTHERS} [data-do="full-screen"]`);
      // Only a page that has the focus may fill the screen.
      await ann.page.bringToFront();
      await tool?.hover();
      await tool?.click();
      await until("the tile on the screen", async () => await filling() === other, filling);
      const [picture, screen] = await ann.page.evaluate(() => {
        const video = document.fullscreenElement?.querySelector("video")?.getBoundingClientRect();
        return [[video?.width, video?.height], [innerWidth, innerHeight]];
      });
      assertEquals(picture, screen);
      await tool?.click();
      await until("no full screen", async () => await filling() === null, filling);
      await ann.page.keyboard.press("f");
      await until("the page on the screen", async () => await filling() === "HTML", filling);
      await ann.page.keyboard.press("f");
      await until("no full screen", async () => await filling() === null, filling);
    },
  );

  browserTest(
    `view: ${kind}: a shared screen is zoomed by wheel, keys, double press and buttons`,
    BOTH,
    async (testRoom) => {
      const other = kind === "chromium" ? "firefox" : "chromium";
      const ann = await testRoom.enter(kind, "Ann", SILENT);
      const bob = await testRoom.enter(other, "Bob", { ...SILENT, before: [paint] });
      await bob.press("screen");
      await ann.count('video[data-kind="screen"]', 1);
      await lateIsHere(ann);
      const surface = await ann.page.waitForSelector("[data-zoom]");
      const zoom = () =>
        ann.page.$eval("[data-zoom]", (one) => Number(one.getAttribute("data-zoom")));
      const zooms = (what: string, right: (scale: number) => boolean) =>
        until(what, async () => right(await zoom()), zoom);
      const box = await surface?.boundingBox();
      assert(box);
      const { mouse, keyboard } = ann.page;
      const at = { x: box.x + box.width / 4, y: box.y + box.height / 3 };
      await mouse.move(at.x, at.y);
      await mouse.wheel({ deltaY: -240 });
      await zooms("zoomed by the wheel", (scale) => scale > 1.2);
      // The point under the pointer stays there: the picture's top left is out of its tile.
      const picture = () =>
        ann.page.$eval('video[data-kind="screen"]', (one) => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return { x, y, width, height };
        });
      const wheeled = await picture();
      assert(wheeled.x < box.x && wheeled.y < box.y);
      assert(Math.abs((at.x - wheeled.x) / wheeled.width - 1 / 4) < 0.02, JSON.stringify(wheeled));
      await mouse.down();
      await mouse.move(at.x + 30, at.y + 20, { steps: 3 });
      await mouse.up();
      const dragged = await picture();
      assert(dragged.x > wheeled.x && dragged.y > wheeled.y, JSON.stringify([wheeled, dragged]));
      await surface?.focus();
      await keyboard.press("0");
      await zooms("whole by a key", (scale) => scale === 1);
      await keyboard.press("+");
      await zooms("zoomed by a key", (scale) => scale === 1.5);
      await keyboard.press("ArrowRight");
      await until(
        "moved by a key",
        async () => (await picture()).x < box.x - box.width * 0.3,
        picture,
      );
      await keyboard.press("-");
      await zooms("whole by a key", (scale) => scale === 1);
      await mouse.click(at.x, at.y, { count: 2 });
      await zooms("zoomed by a double press", (scale) => scale === 2.5);
      await mouse.click(at.x, at.y, { count: 2 });
      await zooms("whole by a double press", (scale) => scale === 1);
      await ann.press("zoom-in");
      await zooms("zoomed by a button", (scale) => scale === 1.5);
      await ann.press("zoom-out");
      await zooms("whole by a button", (scale) => scale === 1);
    },
  );
}

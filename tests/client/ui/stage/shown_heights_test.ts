import { assertEquals } from "@std/assert";
import { drawnHeight, measureTiles } from "../../../../client/ui/stage/shown_heights.ts";

Deno.test("drawnHeight: of a picture that is cut the whole counts, of one that fits in what is seen", () => {
  const wide = { width: 320, height: 90 };
  const tall = { width: 90, height: 320 };
  assertEquals([drawnHeight(wide, 16 / 9, true), drawnHeight(wide, 16 / 9, false)], [180, 90]);
  assertEquals([drawnHeight(tall, 9 / 16, true), drawnHeight(tall, 9 / 16, false)], [320, 160]);
});

type Window = Parameters<typeof measureTiles>[0];

/** A window that shows these tiles, each by its member and its height; `*` marks a shared screen. */
function shows(tiles: readonly (readonly [string, number])[], hidden = false): Window {
  const all = tiles.map(([key, height]) => {
    const [tile, shared] = key.split("*");
    const width = height * 16 / 9;
    return {
      dataset: { tile, ...(shared === undefined ? {} : { shared }) },
      querySelector: () => null,
      getBoundingClientRect: () => ({
        left: 0,
        top: 0,
        right: width,
        bottom: height,
        width,
        height,
      }),
    };
  });
  const document = { hidden, querySelectorAll: () => all };
  const size = { innerWidth: 1280, innerHeight: 720, devicePixelRatio: 1 };
  return { ...size, document } as unknown as Window;
}

const beside = (main: Window, window: Window) => ({
  ...main,
  documentPictureInPicture: { window },
});

Deno.test("measureTiles: of a picture in two tiles or two windows the larger counts", () => {
  const small = shows([["a", 90], ["me", 90]]);
  assertEquals(measureTiles(shows([["a", 360], ["a", 1]])), { a: { camera: 360, screen: 720 } });
  const both = beside(shows([["a", 360], ["b", 360]]), small);
  assertEquals(measureTiles(both), {
    a: { camera: 360, screen: 720 },
    b: { camera: 360, screen: 720 },
  });
});

Deno.test("measureTiles: a hidden page asks for what the window above it shows, and for no more", () => {
  const hidden = shows([["a", 360], ["b", 360]], true);
  assertEquals(measureTiles(hidden).a, { camera: 0, screen: 0 });
  assertEquals(measureTiles(beside(hidden, shows([["a", 180]]))), {
    a: { camera: 180, screen: 720 },
    b: { camera: 0, screen: 720 },
  });
  assertEquals(measureTiles(beside(hidden, shows([["a*", 270]]))).a, { camera: 0, screen: 270 });
});

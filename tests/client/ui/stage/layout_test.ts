import { assert, assertEquals } from "@std/assert";
import {
  type Box,
  frame,
  grid,
  KEEP,
  layOut,
  NARROW,
  type Place,
  type Seat,
  type Stage,
  WIDE,
} from "../../../../client/ui/stage/layout.ts";

const SIZES = [
  [320, 568],
  [390, 844],
  [844, 390],
  [640, 400],
  [768, 1024],
  [1024, 768],
  [1280, 720],
  [1920, 1080],
  [3440, 1440],
] as const;

const BAR = 84;

function stage(width: number, height: number, part: Partial<Stage> = {}): Stage {
  return {
    width,
    height,
    inset: { top: 0, right: height > 480 ? 0 : 72, bottom: height > 480 ? BAR : 0, left: 0 },
    corner: { right: true, bottom: true },
    ownRatio: WIDE,
    focus: [],
    equal: false,
    ...part,
  };
}

function seats(others: number, screens: number, own = false): Seat[] {
  return [
    ...Array.from({ length: others }, (_, at): Seat => ({ key: `p${at}`, part: "person" })),
    { key: "me", part: "me" },
    ...Array.from({ length: screens }, (_, at): Seat => ({ key: `s${at}`, part: "screen" })),
    ...(own ? [{ key: "own", part: "own-screen" } as const] : []),
  ];
}

function overlap(a: Box, b: Box): boolean {
  const slack = 0.01;
  return a.x + a.width > b.x + slack && b.x + b.width > a.x + slack &&
    a.y + a.height > b.y + slack && b.y + b.height > a.y + slack;
}

function inside(box: Box, width: number, height: number): boolean {
  const slack = 0.01;
  return box.x >= -slack && box.y >= -slack && box.width > 0 && box.height > 0 &&
    box.x + box.width <= width + slack && box.y + box.height <= height + slack;
}

/** Every call that can be, on every size. */
function* calls(): Generator<{ what: string; places: Place[]; stage: Stage; seats: Seat[] }> {
  for (const [width, height] of SIZES) {
    for (let others = 0; others <= 7; others++) {
      for (const screens of [0, 1, 2]) {
        if (screens > others) continue;
        for (const own of [false, true]) {
          const all = seats(others, screens, own);
          const keys = all.map(({ key }) => key);
          for (const focus of [[], ...keys.map((key) => [key]), keys.slice(0, 2), keys]) {
            const on = stage(width, height, { focus, equal: focus.length === 2 });
            yield {
              what: `${width}x${height}, ${others} others, ${screens} screens, ${own}, ${focus}`,
              places: layOut(all, on),
              stage: on,
              seats: all,
            };
          }
        }
      }
    }
  }
}

Deno.test("Layout: every seat has a place inside the stage", () => {
  for (const { what, places, stage, seats } of calls()) {
    assertEquals(places.length, seats.length, what);
    for (const place of places) {
      assert(inside(place, stage.width, stage.height), `${what}: ${JSON.stringify(place)}`);
    }
  }
});

Deno.test("Layout: tiles do not overlap, but for cards on a full picture", () => {
  for (const { what, places } of calls()) {
    places.forEach((a, at) => {
      for (const b of places.slice(at + 1)) {
        const floats = [a, b].filter(({ manner }) => manner === "full").length === 1;
        if (!floats) assert(!overlap(a, b), `${what}: ${JSON.stringify([a, b])}`);
      }
    });
  }
});

Deno.test("Layout: no tile but a full one lies under the toolbar", () => {
  for (const { what, places, stage } of calls()) {
    for (const { manner, x, y, width, height } of places) {
      if (manner === "full" || manner === "card") continue;
      assert(y + height <= stage.height - stage.inset.bottom + 0.01, what);
      assert(x + width <= stage.width - stage.inset.right + 0.01, what);
    }
  }
});

Deno.test("Layout: tiles of a grid are equal and of a picture's shape", () => {
  for (const [width, height] of SIZES) {
    for (let count = 1; count <= 10; count++) {
      const boxes = grid(count, { x: 0, y: 0, width, height }, 12);
      assertEquals(boxes.length, count);
      for (const box of boxes) {
        const ratio = box.width / box.height;
        assert(ratio <= WIDE + 0.001 && ratio >= NARROW - 0.001, `${count}: ${ratio}`);
        assertEquals([box.width, box.height], [boxes[0]?.width, boxes[0]?.height]);
      }
    }
  }
});

Deno.test("Layout: a grid uses the stage: half of it and more", () => {
  for (const [width, height] of SIZES) {
    for (let count = 1; count <= 8; count++) {
      const boxes = grid(count, { x: 0, y: 0, width, height }, 8);
      const used = boxes.reduce((sum, box) => sum + box.width * box.height, 0);
      assert(used > width * height * 0.5, `${width}x${height}, ${count}: ${used}`);
    }
  }
});

Deno.test("two people: the other one full, the own picture a card in its corner", () => {
  for (const right of [true, false]) {
    for (const bottom of [true, false]) {
      const [other, me] = layOut(seats(1, 0), stage(1280, 720, { corner: { right, bottom } }));
      assertEquals(other, { x: 0, y: 0, width: 1280, height: 720, manner: "full" });
      assertEquals(me?.manner, "card");
      assertEquals((me?.x ?? 0) > 640, right);
      assertEquals((me?.y ?? 0) > 360, bottom);
    }
  }
});

Deno.test("Layout: five and more on a tall stage: one large, the others in a strip", () => {
  const places = layOut(seats(4, 0), stage(390, 844, { focus: ["p2"] }));
  assertEquals(places.map(({ manner }) => manner), ["strip", "strip", "large", "strip", "strip"]);
  const wide = layOut(seats(4, 0), stage(1280, 720));
  assertEquals(new Set(wide.map(({ manner }) => manner)), new Set(["grid"]));
});

Deno.test("Layout: a shared screen is the largest tile, whoever speaks", () => {
  for (const { what, places, seats, stage } of calls()) {
    if (stage.focus.length > 0 || !seats.some(({ part }) => part === "screen")) continue;
    const first = seats.findIndex(({ part }) => part === "screen");
    assertEquals(places[first]?.manner, "large", what);
  }
});

Deno.test("Layout: a tile shows at least what must be kept of a picture", () => {
  for (const tile of [{ width: 300, height: 600 }, { width: 1600, height: 500 }]) {
    for (const ratio of [9 / 16, 3 / 4, 1, 4 / 3, 16 / 9, 21 / 9]) {
      const box = frame(tile, ratio);
      assert(inside(box, tile.width, tile.height));
      const shown = box.width / box.height;
      if (shown < ratio) assert(shown / ratio >= KEEP.width - 0.001);
      else assert(ratio / shown >= KEEP.height - 0.001);
      // Centred, and as large as it can be.
      assert(Math.abs(box.x * 2 + box.width - tile.width) < 0.01);
      assert(box.width > tile.width - 0.01 || box.height > tile.height - 0.01);
    }
  }
});

Deno.test("Layout: a picture of the tile's own shape fills it", () => {
  assertEquals(frame({ width: 160, height: 90 }, 16 / 9), { x: 0, y: 0, width: 160, height: 90 });
});

Deno.test("Layout: pinned tiles share the middle, and the others are a strip", () => {
  for (const [width, height] of [[390, 844], [1280, 720]] as const) {
    const places = layOut(seats(5, 0), stage(width, height, { focus: ["p1", "p3"] }));
    const manners = places.map(({ manner }) => manner);
    assertEquals(manners, ["strip", "large", "strip", "large", "strip", "strip"]);
    const [one, two] = [places[1], places[3]];
    assertEquals([one?.width, one?.height], [two?.width, two?.height]);
    assert(one && places[0] && one.width * one.height > 3 * places[0].width * places[0].height);
  }
});

Deno.test("Layout: a grid has no card, no strip and no full picture, whatever the window", () => {
  for (const [width, height] of SIZES) {
    for (let others = 1; others <= 7; others++) {
      const places = layOut(seats(others, 0), stage(width, height, { equal: true }));
      assertEquals(new Set(places.map(({ manner }) => manner)), new Set(["grid"]));
      assertEquals(new Set(places.map((place) => Math.round(place.width))).size, 1);
    }
  }
});

Deno.test("frame: an upright picture on a wide tile is shown whole, cut, or filling, as chosen", () => {
  const tile = { width: 1280, height: 720 };
  const upright = 720 / 1280;
  const seen = (fit?: "fit" | "fill") => {
    const { width, height } = frame(tile, upright, fit);
    // Share of the picture's height that its box shows.
    return [Math.round(width), height, Math.round(100 * upright / (width / height))];
  };
  assertEquals(seen("fit"), [405, 720, 100]);
  assertEquals(seen(), [736, 720, 55]);
  assertEquals(seen("fill"), [1280, 720, 32]);
});

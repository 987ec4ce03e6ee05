import { assert, assertEquals } from "@std/assert";
import { MAX_SCALE, pan, wheelFactor, WHOLE, zoomAt } from "../../../../client/ui/stage/zoom.ts";

const close = (a: number, b: number) => assert(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);
const BOX = { x: 800, y: 450 };

Deno.test("zoomAt: what lies under the pointer stays there", () => {
  const at = { x: 200, y: 300 };
  let zoom = WHOLE;
  for (const factor of [1.5, 2, 1.2]) {
    const before = { x: (at.x - zoom.x) / zoom.scale, y: (at.y - zoom.y) / zoom.scale };
    zoom = zoomAt(zoom, factor, at, BOX);
    close((at.x - zoom.x) / zoom.scale, before.x);
    close((at.y - zoom.y) / zoom.scale, before.y);
  }
});

Deno.test("zoomAt: no edge of the picture comes into its box, and back out is the whole picture", () => {
  const corner = zoomAt(WHOLE, 4, { x: 800, y: 450 }, BOX);
  const out = zoomAt(corner, 1 / 2, { x: 0, y: 0 }, BOX);
  for (const { scale, x, y } of [corner, out, pan(corner, { x: 1e6, y: -1e6 }, BOX)]) {
    assert(x <= 0 && y <= 0 && x >= BOX.x * (1 - scale) && y >= BOX.y * (1 - scale));
  }
  assertEquals(zoomAt(corner, 1 / 100, { x: 400, y: 200 }, BOX), WHOLE);
  assertEquals(zoomAt(corner, 1000, { x: 0, y: 0 }, BOX).scale, MAX_SCALE);
});

Deno.test("pan: the whole picture does not move", () => {
  assertEquals(pan(WHOLE, { x: 50, y: -50 }, BOX), { scale: 1, x: 0, y: 0 });
});

Deno.test("wheelFactor: up enlarges, down undoes it, and no event does more than double", () => {
  close(wheelFactor(-100, false) * wheelFactor(100, false), 1);
  assert(wheelFactor(-3, true) > 1);
  assertEquals([wheelFactor(-1e9, false), wheelFactor(1e9, true)], [2, 0.5]);
});

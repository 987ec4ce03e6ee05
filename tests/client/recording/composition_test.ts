import { assertEquals } from "@std/assert";
import { cutOf, placing, recordingSize } from "../../../client/recording/composition.ts";

Deno.test("composition: a stage is as large in the recording as it fits, in the middle", () => {
  const stage = { x: 10, y: 20, width: 1000, height: 720 };
  const place = placing(stage, recordingSize(stage));
  assertEquals(place(stage), { x: 140, y: 0, width: 1000, height: 720 });
  assertEquals(place({ x: 510, y: 20, width: 500, height: 360 }), {
    x: 640,
    y: 0,
    width: 500,
    height: 360,
  });
});

Deno.test("composition: an upright stage gives an upright recording", () => {
  assertEquals(recordingSize({ width: 390, height: 844 }), { width: 720, height: 1280 });
});

Deno.test("composition: a picture fills its box and is cut, or is whole between bars", () => {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  assertEquals(cutOf({ width: 400, height: 200 }, box, "cover"), {
    from: { x: 100, y: 0, width: 200, height: 200 },
    to: box,
  });
  assertEquals(cutOf({ width: 400, height: 200 }, box, "contain"), {
    from: { x: 0, y: 0, width: 400, height: 200 },
    to: { x: 0, y: 25, width: 100, height: 50 },
  });
});

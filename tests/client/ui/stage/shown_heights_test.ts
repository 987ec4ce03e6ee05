import { assertEquals } from "@std/assert";
import { drawnHeight } from "../../../../client/ui/stage/shown_heights.ts";

Deno.test("drawnHeight: of a picture that is cut the whole counts, of one that fits in what is seen", () => {
  const wide = { width: 320, height: 90 };
  const tall = { width: 90, height: 320 };
  assertEquals([drawnHeight(wide, 16 / 9, true), drawnHeight(wide, 16 / 9, false)], [180, 90]);
  assertEquals([drawnHeight(tall, 9 / 16, true), drawnHeight(tall, 9 / 16, false)], [320, 160]);
});

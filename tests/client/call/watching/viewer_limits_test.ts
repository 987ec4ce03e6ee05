import { assert, assertEquals } from "@std/assert";
import { viewerCaps } from "../../../../client/call/watching/viewer_limits.ts";

const want = (height: number, rate = 30) =>
  ({
    type: "want",
    camera: { height, rate },
    screen: { height, rate },
    chosen: false,
  }) as const;

Deno.test("viewerCaps: a viewer is never sent more lines or pictures than it asks for", () => {
  for (const height of [0, 90, 180, 360, 540, 720, 1080, 2160]) {
    const { camera, screen } = viewerCaps(want(height, 10));
    for (const cap of [camera, screen]) {
      assert(cap.height <= height && cap.rate <= 10, JSON.stringify(cap));
    }
  }
  assertEquals(viewerCaps(want(0)).camera.height, 0, "a page that is hidden is sent no picture");
});

Deno.test("viewerCaps: fewer lines cost less, and the stage has a highest price", () => {
  const bitrates = [180, 360, 720, 2160].map((height) => viewerCaps(want(height)).camera.bitrate);
  assertEquals(bitrates, bitrates.toSorted((a, b) => a - b));
  assertEquals(bitrates.at(-1), viewerCaps(want(720)).camera.bitrate);
  assert(viewerCaps(null).camera.bitrate <= (bitrates[1] ?? 0));
});

import { assertEquals } from "@std/assert";
import { fitCamera } from "../../../../client/call/media/fit_camera.ts";
import { fakeTrack } from "../../../fakes/media.ts";

/** A camera of 720 lines that does what it is asked. */
function camera() {
  const track = fakeTrack("video", { width: 1280, height: 720 });
  track.obeys = true;
  return track;
}

Deno.test("fitCamera: captures what the call can use, and what it was told first again later", async () => {
  const track = camera();
  const before = { deviceId: "c1", width: { ideal: 1280 }, height: { ideal: 720 } };
  track.constraints = before;
  assertEquals([await fitCamera(track, 1), await fitCamera(track, 2), track.asked], [
    false,
    false,
    0,
  ]);
  assertEquals([await fitCamera(track, 4), await fitCamera(track, 4), track.asked], [
    true,
    false,
    1,
  ]);
  const [height, width, frameRate] = [{ ideal: 270 }, { ideal: 480 }, { ideal: 20 }];
  const resizeMode = "crop-and-scale";
  assertEquals<object>(track.constraints, {
    deviceId: "c1",
    height,
    width,
    frameRate,
    resizeMode,
  });
  await fitCamera(track, 0);
  assertEquals<object>(track.constraints, before);
});

Deno.test("fitCamera: of two wishes at once the last one stands", async () => {
  const track = camera();
  await Promise.all([fitCamera(track, 3), fitCamera(track, 7), fitCamera(track, 4)]);
  assertEquals([track.settings.height, track.asked], [270, 1]);
});

Deno.test("fitCamera: a camera that cannot, or none, is no failure and is not asked again", async () => {
  const track = fakeTrack("video");
  track.refuses = true;
  await fitCamera(track, 4);
  await fitCamera(track, 4);
  await fitCamera(null, 4);
  assertEquals(track.asked, 1);
});

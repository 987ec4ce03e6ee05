import "../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { openConnection } from "../../client/call/connection.ts";
import { applyBudget, cameraBudget, fitCamera } from "../../client/call/quality.ts";
import { fakeClock } from "../fakes/clock.ts";
import { fakeTrack } from "../fakes/media.ts";
import { Ether } from "../fakes/rtc.ts";

Deno.test("the more people, the less each picture may cost", () => {
  for (let others = 1; others < 7; others++) {
    const [now, next] = [cameraBudget(others), cameraBudget(others + 1)];
    assert(next.bitrate < now.bitrate && next.height <= now.height, `${others}`);
  }
  assertEquals(cameraBudget(0), cameraBudget(1));
  assertEquals(cameraBudget(20), cameraBudget(7));
});

/** A connection whose camera is `height` lines tall, and what it was told to spend. */
function sending(height: number | null) {
  const ether = new Ether();
  const connection = openConnection({ ...ether, config: {}, later: fakeClock().later });
  const senders = ether.last().transceivers.map(({ sender }) => sender);
  if (height !== null && senders[1]) senders[1].track = fakeTrack("video", { height });
  const spent = () => senders.map(({ parameters }) => parameters.encodings[0] ?? {});
  return { connection, senders, spent };
}

Deno.test("a budget limits voice, picture and screen, each in its own way", async () => {
  const { connection, spent } = sending(1080);
  await applyBudget(connection, 2);
  assertEquals(spent(), [
    { active: true, maxBitrate: 32_000 },
    { active: true, maxBitrate: 1_100_000, maxFramerate: 30, scaleResolutionDownBy: 2 },
    { active: true, maxBitrate: 1_250_000 },
  ]);
});

Deno.test("a picture is never scaled up, and one of unknown height is not scaled", async () => {
  for (const height of [240, null]) {
    const { connection, spent } = sending(height);
    await applyBudget(connection, 1);
    assertEquals(spent()[1]?.scaleResolutionDownBy, 1);
  }
});

Deno.test("alone in the room a screen may spend what it could with one other", async () => {
  const { connection, spent } = sending(720);
  await applyBudget(connection, 0);
  assertEquals(spent()[2]?.maxBitrate, 2_500_000);
});

Deno.test("a browser that refuses a budget, or names no encoding, sends as it likes", async () => {
  const { connection, senders, spent } = sending(720);
  const [mic, camera] = senders;
  if (mic) mic.refuses = true;
  if (camera) camera.parameters = { encodings: [] };
  await applyBudget(connection, 1);
  assertEquals(spent(), [{}, {}, { active: true, maxBitrate: 2_500_000 }]);
});

Deno.test("before there are m-lines there is nothing to limit", async () => {
  const options = { ...new Ether(), config: {}, later: fakeClock().later };
  await applyBudget(openConnection({ ...options, pc: "P".repeat(22) }), 1);
});

Deno.test("among many the camera captures what the call can use, and all of it again later", async () => {
  const camera = fakeTrack("video");
  camera.constraints = { deviceId: "c1", height: { ideal: 720 }, frameRate: { ideal: 30 } };
  await fitCamera(camera, 1);
  await fitCamera(camera, 2);
  assertEquals(camera.asked, 0);
  await fitCamera(camera, 4);
  await fitCamera(camera, 4);
  assertEquals(camera.asked, 1);
  const [height, width, frameRate] = [{ ideal: 270 }, { ideal: 480 }, { ideal: 20 }];
  assertEquals(camera.constraints, { deviceId: "c1", height, width, frameRate });
  await fitCamera(camera, 0);
  assertEquals(camera.constraints.height, { ideal: 720 });
});

Deno.test("a camera that cannot be fitted, or none, is no failure", async () => {
  const camera = fakeTrack("video");
  camera.refuses = true;
  await fitCamera(camera, 4);
  await fitCamera(null, 4);
  assertEquals(camera.asked, 1);
});

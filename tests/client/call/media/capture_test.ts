import { assert, assertEquals } from "@std/assert";
import { capture, captureScreen, problemOf } from "../../../../client/call/media/capture.ts";
import { FakeDevices } from "../../../fakes/media.ts";

const ANY = { mic: "", camera: "" };
const BOTH = ["mic", "camera"] as const;

Deno.test("Capture: the picture is asked for in 720p from the front, the voice with its echo cancelled", async () => {
  const devices = new FakeDevices();
  await capture(devices.as(), BOTH, ANY);
  assertEquals<object>(devices.asked, [{
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    video: {
      facingMode: "user",
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
      resizeMode: "none",
    },
  }]);
});

Deno.test("Capture: one device alone asks for nothing else", async () => {
  const devices = new FakeDevices();
  assertEquals(Object.keys(await capture(devices.as(), ["mic"], ANY)), ["mic"]);
  assertEquals(Object.keys(await capture(devices.as(), ["camera"], ANY)), ["camera"]);
  assertEquals(devices.asked.map(({ audio, video }) => [!!audio, !!video]), [
    [true, false],
    [false, true],
  ]);
});

Deno.test("Capture: a chosen device is asked for exactly, and from any side", async () => {
  const devices = new FakeDevices();
  const { mic, camera } = await capture(devices.as(), BOTH, { mic: "mic-2", camera: "cam-2" });
  assert(typeof mic === "object" && typeof camera === "object");
  assertEquals([mic.getSettings().deviceId, camera.getSettings().deviceId], ["mic-2", "cam-2"]);
  const [asked] = devices.asked;
  assert(typeof asked?.video === "object" && typeof asked.audio === "object");
  assertEquals(asked.video.facingMode, undefined);
  assertEquals([asked.audio.deviceId, asked.video.deviceId], [
    { exact: "mic-2" },
    { exact: "cam-2" },
  ]);
});

Deno.test("Capture: each kind gets its own answer when one of them fails", async () => {
  const devices = new FakeDevices();
  devices.refused = { audio: "NotFoundError", video: "NotAllowedError" };
  assertEquals(await capture(devices.as(), BOTH, ANY), { mic: "missing", camera: "denied" });
});

Deno.test("capture: a chosen device that is gone is missing, and costs the other kind nothing", async () => {
  const devices = new FakeDevices();
  const { mic, camera } = await capture(devices.as(), BOTH, { mic: "mic-2", camera: "gone" });
  assert(typeof mic === "object");
  assertEquals([mic.getSettings().deviceId, camera], ["mic-2", "missing"]);
});

Deno.test("Capture: a stream without the track that was asked for counts as missing", async () => {
  const devices = new FakeDevices();
  const audioOnly = devices.getUserMedia.bind(devices);
  devices.getUserMedia = ({ audio }) => audioOnly({ audio: audio ?? false });
  assertEquals((await capture(devices.as(), BOTH, ANY)).camera, "missing");
});

Deno.test("Capture: a page without media devices is insecure", async () => {
  assertEquals(await capture(undefined, BOTH, ANY), { mic: "insecure", camera: "insecure" });
  const old = {} as NonNullable<Parameters<typeof capture>[0]>;
  assertEquals(await capture(old, ["mic"], ANY), { mic: "insecure" });
});

Deno.test("Capture: every name of a failure has its meaning for the person", () => {
  const meanings = {
    NotAllowedError: "denied",
    SecurityError: "denied",
    NotFoundError: "missing",
    OverconstrainedError: "missing",
    NotReadableError: "busy",
    AbortError: "busy",
    InvalidStateError: "failed",
  };
  for (const [name, meaning] of Object.entries(meanings)) {
    assertEquals(problemOf(new DOMException("", name)), meaning);
  }
  const system = new DOMException("Permission denied by system", "NotAllowedError");
  assertEquals(problemOf(system), "denied-by-system");
  assertEquals(problemOf(new TypeError()), "unsupported");
  assertEquals(problemOf("NotAllowedError"), "failed");
});

Deno.test("captureScreen: no more lines than can be sent, and never the sound of the page itself", async () => {
  const devices = new FakeDevices();
  await captureScreen(devices.as());
  devices.supported = { restrictOwnAudio: true };
  await captureScreen(devices.as());
  const common = {
    video: { frameRate: { ideal: 15 }, height: { max: 1440 } },
    audio: { restrictOwnAudio: true },
    surfaceSwitching: "include",
    selfBrowserSurface: "exclude",
  };
  // A browser that cannot leave its own sound out is not to offer that of the whole system.
  assertEquals(devices.screens, [
    { ...common, systemAudio: "exclude" },
    { ...common, systemAudio: "include" },
  ]);
});

Deno.test("captureScreen: a changed mind is no failure, everything else is", async () => {
  const devices = new FakeDevices();
  for (const [name, said] of [["NotAllowedError", null], ["NotReadableError", "failed"]] as const) {
    devices.refused = { screen: name };
    assertEquals(await captureScreen(devices.as()), said);
  }
  assertEquals(await captureScreen(undefined), "failed");
  const phone = {} as NonNullable<Parameters<typeof captureScreen>[0]>;
  assertEquals(await captureScreen(phone), "failed");
});

import "../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { capture, problemOf } from "../../client/call/capture.ts";
import { holdMedia } from "../../client/call/media.ts";
import { openShare } from "../../client/call/share.ts";
import type { Remark } from "../../client/call/state.ts";
import { fakeClock, turn } from "../fakes/clock.ts";
import { FakeDevices } from "../fakes/media.ts";

const ANY = { mic: "", camera: "" };

function hold() {
  const clock = fakeClock();
  const devices = new FakeDevices();
  const life = new AbortController();
  const remarks: Remark[] = [];
  const media = holdMedia({
    devices: devices.as(),
    share: () => Promise.resolve(openShare),
    changed: () => {},
    remark: (remark) => remarks.push(remark),
    later: clock.later,
    signal: life.signal,
  });
  const situation = () => [media.own().mic.is, media.own().camera.is];
  return { clock, devices, life, remarks, media, situation };
}

Deno.test("both devices are asked for in one request, so that there is one prompt", async () => {
  const devices = new FakeDevices();
  const { mic, camera } = await capture(devices.as(), ["mic", "camera"], ANY);
  assertEquals(devices.asked.length, 1);
  assertEquals([typeof mic, typeof camera], ["object", "object"]);
});

Deno.test("a camera that fails costs no microphone, and says why", async () => {
  for (
    const [name, why] of [
      ["NotAllowedError", "denied"],
      ["NotFoundError", "missing"],
      ["NotReadableError", "busy"],
      ["AbortError", "busy"],
      ["OperationError", "failed"],
    ] as const
  ) {
    const devices = new FakeDevices();
    devices.refused = { video: name };
    const { mic, camera } = await capture(devices.as(), ["mic", "camera"], ANY);
    assertEquals([typeof mic, camera], ["object", why]);
  }
});

Deno.test("a page without a media API is insecure, and what a browser cannot is unsupported", async () => {
  assertEquals(await capture(undefined, ["mic"], ANY), { mic: "insecure" });
  assertEquals(problemOf(new TypeError("no")), "unsupported");
});

Deno.test("a chosen device that is gone is replaced by any other", async () => {
  const devices = new FakeDevices();
  const { mic } = await capture(devices.as(), ["mic"], { mic: "gone", camera: "" });
  assert(typeof mic === "object");
  assertEquals(mic.getSettings().deviceId, "mic-1");
});

Deno.test("muting keeps the microphone open, camera off lets the camera go", async () => {
  const { devices, media, situation } = hold();
  media.turn({ mic: true, camera: true });
  assertEquals(situation(), ["starting", "starting"]);
  await turn();
  assertEquals(situation(), ["on", "on"]);
  media.turn({ mic: false, camera: false });
  assertEquals(situation(), ["off", "off"]);
  assertEquals(devices.live().map(({ kind, enabled }) => [kind, enabled]), [["audio", false]]);
  assertEquals([media.tracks().mic?.enabled, media.tracks().camera], [false, null]);
  media.turn({ mic: true });
  assertEquals([media.tracks().mic?.enabled, devices.asked.length], [true, 1]);
});

Deno.test("what comes after it was switched off, or after the end, is stopped", async () => {
  const { devices, life, media, situation } = hold();
  media.turn({ camera: true });
  media.turn({ camera: false });
  await turn();
  assertEquals([situation()[1], devices.live().length], ["off", 0]);
  media.turn({ mic: true });
  life.abort();
  await turn();
  assertEquals([devices.opened.length, devices.live().length], [2, 0]);
});

Deno.test("a device that vanishes is told of, and replaced where it was on", async () => {
  const { devices, media, remarks, situation } = hold();
  media.turn({ mic: true, camera: true });
  await turn();
  const [mic, camera] = devices.opened;
  mic?.unplug();
  await turn();
  assertEquals([situation(), remarks], [["on", "on"], [{ is: "device-lost", kind: "mic" }]]);
  assert(media.tracks().mic !== mic && media.tracks().mic?.readyState === "live");
  devices.refused = { video: "NotFoundError" };
  camera?.unplug();
  await turn();
  assertEquals(media.own().camera, { is: "failed", why: "missing" });
});

Deno.test("a device that gives nothing for long is replaced, a short silence is let pass", async () => {
  const { clock, devices, media, remarks } = hold();
  media.turn({ mic: true });
  await turn();
  const [mic] = devices.opened;
  mic?.mute(true);
  await clock.pass(1000);
  mic?.mute(false);
  await clock.pass(5000);
  assertEquals([remarks, media.tracks().mic === mic], [[], true]);
  mic?.mute(true);
  await clock.pass(1500);
  assertEquals(remarks, [{ is: "device-lost", kind: "mic" }]);
  assertEquals([mic?.readyState, media.tracks().mic?.readyState], ["ended", "live"]);
});

Deno.test("a device that ended without a word is noticed when the devices change", async () => {
  const { devices, media, remarks } = hold();
  media.turn({ mic: true, camera: true });
  await turn();
  devices.dispatchEvent(new Event("devicechange"));
  assertEquals(remarks, []);
  devices.opened[1]?.stop();
  devices.dispatchEvent(new Event("devicechange"));
  await turn();
  assertEquals(remarks, [{ is: "device-lost", kind: "camera" }]);
  assertEquals(media.tracks().camera?.readyState, "live");
});

Deno.test("another microphone is opened muted when the one before was muted", async () => {
  const { devices, media, situation } = hold();
  media.turn({ mic: true });
  await turn();
  media.turn({ mic: false });
  media.choose("mic", "mic-2");
  await turn();
  assertEquals(situation()[0], "off");
  assertEquals(media.tracks().mic?.getSettings().deviceId, "mic-2");
  assertEquals(devices.live().map(({ enabled }) => enabled), [false]);
});

Deno.test("a screen is shared and stopped; whoever thinks better of it hears nothing", async () => {
  const { devices, media, remarks } = hold();
  media.toggleScreen();
  await turn();
  assertEquals(media.tracks().screen?.contentHint, "detail");
  media.toggleScreen();
  assertEquals([media.tracks().screen, devices.live().length], [null, 0]);
  devices.refused = { screen: "NotAllowedError" };
  media.toggleScreen();
  await turn();
  assertEquals(remarks, []);
  devices.refused = { screen: "NotReadableError" };
  media.toggleScreen();
  await turn();
  assertEquals(remarks, [{ is: "share-failed" }]);
});

Deno.test("a screen that the browser's own bar stops is stopped here too", async () => {
  const { devices, media } = hold();
  media.toggleScreen();
  await turn();
  devices.opened[0]?.unplug();
  assertEquals([media.own().screen, media.tracks().screen], [null, null]);
});

import { assert, assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { hold, prompt } from "../../../fakes/local_media.ts";
import { contexts } from "../../../fakes/platform.ts";

Deno.test("LocalMedia: muting keeps the microphone open, camera off lets the camera go", async () => {
  const { devices, media, situation } = hold();
  media.turn({ mic: true, camera: true });
  assertEquals(situation(), ["starting", "starting"]);
  await turn();
  assertEquals([situation(), devices.asked.length], [["on", "on"], 1]);
  media.turn({ mic: false, camera: false });
  assertEquals(situation(), ["off", "off"]);
  assertEquals(devices.live().map(({ kind, enabled }) => [kind, enabled]), [["audio", false]]);
  assertEquals([media.tracks().mic?.enabled, media.tracks().camera], [false, null]);
  media.turn({ mic: true });
  assertEquals([media.tracks().mic?.enabled, devices.asked.length], [true, 1]);
});

Deno.test("LocalMedia: the last wish wins while a device starts, and nothing is left running", async () => {
  for (const kind of ["mic", "camera"] as const) {
    const { devices, media } = hold();
    const answer = prompt(devices);
    media.turn({ [kind]: true });
    media.turn({ [kind]: !media.wanted()[kind] });
    assertEquals(media.own()[kind].is, "off");
    await answer();
    assertEquals([media.own()[kind].is, devices.asked.length], ["off", 1]);
    assertEquals(devices.live(), []);
  }
});

Deno.test("LocalMedia: a wish taken back and made again asks once", async () => {
  const { devices, media, situation } = hold();
  const answer = prompt(devices);
  media.turn({ mic: true, camera: true });
  media.turn({ mic: false });
  media.turn({ mic: true });
  await answer();
  assertEquals([situation(), devices.asked.length], [["on", "on"], 1]);
});

Deno.test("LocalMedia: a stay that ends during a prompt leaves nothing running, and knows what was wanted", async () => {
  const { devices, life, media } = hold();
  const answer = prompt(devices);
  media.turn({ mic: true, camera: true });
  assertEquals(media.wanted(), { mic: true, camera: true });
  life.abort();
  await answer();
  assertEquals([devices.opened.length, devices.live().length], [2, 0]);
  media.turn({ mic: true });
  await turn();
  assertEquals(devices.asked.length, 1);
});

Deno.test("LocalMedia: a device that vanishes is told of, and replaced where it was on", async () => {
  const { devices, media, remarks, situation } = hold();
  media.turn({ mic: true, camera: true });
  await turn();
  const [mic, camera] = devices.opened;
  mic?.unplug();
  await turn();
  assertEquals([situation(), remarks], [["on", "on"], ["mic device-lost"]]);
  assert(media.tracks().mic !== mic && media.tracks().mic?.readyState === "live");
  devices.refused = { video: "NotFoundError" };
  camera?.unplug();
  await turn();
  assertEquals(media.own().camera, { is: "lost" });
});

Deno.test("LocalMedia: a device that ended without a word is noticed when the devices change", async () => {
  const { devices, media, remarks } = hold();
  media.turn({ mic: true, camera: true });
  await turn();
  devices.dispatchEvent(new Event("devicechange"));
  assertEquals(remarks, []);
  devices.opened[1]?.stop();
  devices.dispatchEvent(new Event("devicechange"));
  await turn();
  assertEquals(remarks, ["camera device-lost"]);
  assertEquals(media.tracks().camera?.readyState, "live");
});

Deno.test("LocalMedia: a screen is shared and stopped; a changed mind is no failure", async () => {
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
  assertEquals(remarks, ["share-failed"]);
});

Deno.test("LocalMedia: the browser is asked for a screen in the gesture, before anything is loaded", async () => {
  const { devices, late, media, remarks } = hold();
  late.share = () => {
    assertEquals(devices.screens.length, 1);
    return Promise.reject(new TypeError("no network"));
  };
  media.toggleScreen();
  assertEquals(devices.screens.length, 1);
  await turn();
  assertEquals([remarks, devices.live(), media.own().sharing], [["share-failed"], [], false]);
});

Deno.test("LocalMedia: a share with sound carries the microphone of when it begins", async () => {
  const { devices, media } = hold();
  devices.screenSound = true;
  media.turn({ mic: true });
  await turn();
  const answer = prompt(devices);
  media.toggleScreen();
  devices.prompt = Promise.resolve();
  devices.opened[0]?.unplug();
  await turn();
  const next = media.microphone();
  await answer();
  const heard = [...contexts.at(-1)?.heard ?? []];
  assert(next && heard.includes(next), "the mixer holds a microphone that is gone");
  assertEquals(heard.length, 2);
});

Deno.test("LocalMedia: a screen that the browser's own bar stops is stopped here too", async () => {
  const { devices, media } = hold();
  media.toggleScreen();
  await turn();
  devices.opened[0]?.unplug();
  assertEquals([media.own().screen, media.tracks().screen], [null, null]);
});

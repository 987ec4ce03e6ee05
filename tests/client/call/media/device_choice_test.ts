import { assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { ALL, HEADSET, hold, prompt } from "../../../fakes/local_media.ts";
import { FakeDevices } from "../../../fakes/media.ts";
import { FakeStorage } from "../../../fakes/storage.ts";

Deno.test("LocalMedia: a chosen headset that is gone and back is used again, with a word", async () => {
  const { devices, ids, list, media, remarks } = hold();
  media.turn({ mic: true });
  await turn();
  media.choose("audioinput", "mic-2");
  await turn();
  devices.opened[1]?.unplug();
  await list(ALL.filter((one) => one !== HEADSET));
  assertEquals([ids(), media.menus().selected.audioinput], [["mic-1"], "mic-1"]);
  // Its id is another one, as in browsers that make new ones.
  await list([...ALL.filter((one) => one !== HEADSET), { ...HEADSET, deviceId: "mic-3" }]);
  assertEquals([ids(), media.menus().selected.audioinput], [["mic-3"], "mic-3"]);
  assertEquals(remarks, ["mic device-lost", "mic device-back"]);
});

Deno.test("LocalMedia: a headset that is back and does not start leaves the other one in use", async () => {
  const { devices, ids, list, media } = hold();
  media.choose("audioinput", "mic-2");
  media.turn({ mic: true });
  await turn();
  devices.opened[0]?.unplug();
  await turn();
  devices.refused = { audio: "NotReadableError" };
  await list(ALL);
  assertEquals([ids(), media.own().mic.is], [["mic-1"], "on"]);
});

Deno.test("LocalMedia: a headset that comes back while another one opens is used once that is open", async () => {
  const { devices, ids, list, media } = hold();
  media.choose("audioinput", "mic-2");
  media.turn({ mic: true });
  await turn();
  const answer = prompt(devices);
  devices.opened[0]?.unplug();
  await list(ALL.filter((one) => one !== HEADSET));
  // The other one is still opening, and no further change will come.
  await list(ALL);
  await answer();
  assertEquals([ids(), media.menus().selected.audioinput], [["mic-2"], "mic-2"]);
});

Deno.test("LocalMedia: a camera that comes while none is found is used", async () => {
  const { devices, ids, list, media } = hold();
  media.turn({ camera: true });
  await turn();
  const answer = prompt(devices);
  devices.refused = { video: "NotFoundError" };
  devices.opened[0]?.unplug();
  await list(ALL);
  devices.prompt = answer().then(() => void (devices.refused = {}));
  await devices.prompt;
  await turn();
  assertEquals([ids(), media.own().camera.is], [["cam-1"], "on"]);
});

Deno.test("LocalMedia: a device that is listed and does not open is tried once with each list", async () => {
  const { devices, ids, list, media } = hold();
  media.choose("audioinput", "mic-2");
  media.turn({ mic: true });
  await turn();
  devices.busy = ["mic-2"];
  // As in browsers where each try counts as a change.
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted) => {
    devices.dispatchEvent(new Event("devicechange"));
    return ask(wanted);
  };
  devices.opened[0]?.unplug();
  for (let at = 0; at < 20; at++) await turn();
  const tries = devices.asked.length;
  for (let at = 0; at < 20; at++) await list(ALL);
  assertEquals([ids(), devices.asked.length - tries], [["mic-1"], 0]);
  devices.busy = [];
  await list([...ALL, { ...HEADSET, deviceId: "mic-3", label: "Desk" }]);
  assertEquals(ids(), ["mic-2"]);
});

Deno.test("LocalMedia: the only microphone, gone and back, is opened again", async () => {
  const { devices, list, media, remarks } = hold();
  media.turn({ mic: true });
  await turn();
  devices.refused = { audio: "NotFoundError" };
  devices.opened[0]?.unplug();
  await list([]);
  assertEquals(media.own().mic.is, "lost");
  devices.refused = {};
  await list(ALL);
  assertEquals([media.own().mic.is, remarks], ["on", ["mic device-lost", "mic device-back"]]);
});

Deno.test("LocalMedia: a chosen device that does not start gives way to the one that worked", async () => {
  const { devices, ids, media, memory, remarks } = hold();
  media.turn({ camera: true });
  await turn();
  devices.busy = ["cam-2"];
  media.choose("videoinput", "cam-2");
  await turn();
  assertEquals([ids(), media.own().camera.is], [["cam-1"], "on"]);
  assertEquals(remarks, ["camera device-refused"]);
  assertEquals(media.menus().selected.videoinput, "cam-1");
  assertEquals(memory.getItem("visavis.videoinput"), '{"deviceId":"","label":""}');
});

Deno.test("LocalMedia: choosing another after a failure is a wish to use it", async () => {
  const { devices, ids, media } = hold();
  devices.busy = ["mic-1"];
  media.turn({ mic: true });
  await turn();
  assertEquals(media.own().mic, { is: "failed", why: "busy" });
  media.choose("audioinput", "mic-2");
  await turn();
  assertEquals([ids(), media.own().mic.is], [["mic-2"], "on"]);
});

Deno.test("LocalMedia: choices are tried first on the next visit, and what is away gives way", async () => {
  const memory = new FakeStorage();
  const first = hold(memory);
  first.media.turn({ mic: true, camera: true });
  await turn();
  first.media.choose("audioinput", "mic-2");
  first.media.choose("videoinput", "cam-2");
  first.media.choose("audiooutput", "out-2");
  await turn();
  const second = hold(memory);
  second.media.turn({ mic: true, camera: true });
  await turn();
  assertEquals([second.ids(), second.devices.asked.length], [["mic-2", "cam-2"], 1]);
  assertEquals(second.media.menus().selected, {
    audioinput: "mic-2",
    videoinput: "cam-2",
    audiooutput: "out-2",
  });
  const devices = new FakeDevices();
  devices.known = ["mic-1", "cam-1", "cam-2"];
  const third = hold(memory, devices);
  third.media.turn({ mic: true, camera: true });
  await turn();
  assertEquals(third.ids().sort(), ["cam-2", "mic-1"]);
});

Deno.test("LocalMedia: menus show the choice while devices are off, and forbidden storage costs nothing", async () => {
  const memory = new FakeStorage();
  memory.forbidden = true;
  const { devices, media } = hold(memory);
  media.turn({ mic: true, camera: true });
  await turn();
  media.choose("audioinput", "mic-2");
  media.choose("videoinput", "cam-2");
  await turn();
  media.turn({ mic: false, camera: false });
  const { selected } = media.menus();
  assertEquals([selected.audioinput, selected.videoinput], ["mic-2", "cam-2"]);
  assertEquals(devices.live().map(({ enabled }) => enabled), [false]);
});

Deno.test("LocalMedia: a muted person's other microphone is opened muted", async () => {
  const { devices, media, situation } = hold();
  media.turn({ mic: true });
  await turn();
  media.turn({ mic: false });
  media.choose("audioinput", "mic-2");
  await turn();
  assertEquals(situation()[0], "off");
  assertEquals(media.tracks().mic?.getSettings().deviceId, "mic-2");
  assertEquals(devices.live().map(({ enabled }) => enabled), [false]);
});

Deno.test("LocalMedia: a speaker that is gone gives way, and is used again when it is back", async () => {
  const { list, media, remarks } = hold();
  media.turn({ mic: false });
  await turn();
  media.choose("audiooutput", "out-2");
  await list(ALL);
  const sink = () => media.menus().selected.audiooutput;
  assertEquals(sink(), "out-2");
  await list(ALL.filter(({ deviceId }) => deviceId !== "out-2"));
  assertEquals(sink(), "");
  await list(ALL);
  assertEquals([sink(), remarks], ["out-2", ["speaker device-lost", "speaker device-back"]]);
});

Deno.test("LocalMedia: a browser that lists no speakers is asked for one", async () => {
  const devices = new FakeDevices();
  const { media, memory } = hold(
    new FakeStorage(),
    Object.assign(devices, {
      selectAudioOutput: () => Promise.resolve({ deviceId: "out-9", label: "Radio" }),
    }),
  );
  media.askSpeaker();
  await turn();
  assertEquals(media.menus().selected.audiooutput, "out-9");
  assertEquals(memory.getItem("visavis.audiooutput"), '{"deviceId":"out-9","label":"Radio"}');
});

Deno.test("LocalMedia: a share taken back before it was chosen stops, and one wished for again is asked for once", async () => {
  for (const presses of [2, 3]) {
    const { devices, media } = hold();
    const answer = prompt(devices);
    for (let press = 0; press < presses; press++) media.toggleScreen();
    assertEquals(media.own().sharing, presses === 3);
    await answer();
    assertEquals([devices.screens.length, devices.live().length], [1, presses - 2]);
    assertEquals(media.own().screen !== null, presses === 3);
  }
});

Deno.test("LocalMedia: a speaker that does not take the sound gives way to the one before", async () => {
  const { list, media, memory, remarks } = hold();
  await list(ALL);
  media.choose("audiooutput", "out-1");
  media.choose("audiooutput", "out-2");
  // Each voice says so.
  for (let voice = 0; voice < 3; voice++) media.speakerRefused("out-2");
  assertEquals([media.menus().selected.audiooutput, remarks], ["out-1", [
    "speaker device-refused",
  ]]);
  // One of an earlier visit is silent for now, and stays chosen.
  const next = hold(memory);
  await next.list(ALL);
  next.media.speakerRefused("out-1");
  assertEquals([next.media.menus().selected.audiooutput, next.remarks], ["", []]);
  await next.list(ALL);
  assertEquals(next.media.menus().selected.audiooutput, "out-1");
});

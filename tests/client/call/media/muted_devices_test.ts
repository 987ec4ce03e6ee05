import { assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { hold } from "../../../fakes/local_media.ts";

Deno.test("LocalMedia: a microphone muted by the system stays itself, and goes on when it is unmuted", async () => {
  const { clock, devices, media, memory, remarks } = hold();
  media.turn({ mic: true });
  await turn();
  media.choose("audioinput", "mic-2");
  await turn();
  const track = devices.opened[1];
  const asked = devices.asked.length;
  track?.mute(true);
  await clock.pass(20_000);
  assertEquals(media.own().mic, { is: "muted", deviceId: "mic-2" });
  assertEquals([devices.asked.length, media.tracks().mic === track, remarks], [asked, true, []]);
  track?.mute(false);
  assertEquals(media.own().mic.is, "on");
  assertEquals(memory.getItem("visavis.audioinput"), '{"deviceId":"mic-2","label":"Headset"}');
});

Deno.test("LocalMedia: a silence that is short is not told of", async () => {
  const { clock, devices, media } = hold();
  media.turn({ mic: true });
  await turn();
  devices.opened[0]?.mute(true);
  await clock.pass(1000);
  devices.opened[0]?.mute(false);
  await clock.pass(5000);
  assertEquals(media.own().mic.is, "on");
});

Deno.test("LocalMedia: a track that begins muted is told of, and off is off all the same", async () => {
  const { devices, media } = hold();
  devices.muted = true;
  media.turn({ mic: true });
  await turn();
  assertEquals(media.own().mic.is, "muted");
  media.turn({ mic: false });
  assertEquals([media.own().mic.is, devices.live()[0]?.enabled], ["off", false]);
  media.turn({ mic: true });
  assertEquals([media.own().mic.is, devices.asked.length], ["muted", 1]);
});

Deno.test("LocalMedia: a muted microphone that is pulled out is not replaced by one that is heard", async () => {
  const { clock, devices, media, remarks } = hold();
  media.turn({ mic: true });
  await turn();
  devices.opened[0]?.mute(true);
  await clock.pass(1500);
  devices.opened[0]?.unplug();
  await turn();
  assertEquals(media.own().mic, { is: "failed", why: "missing" });
  assertEquals([devices.live(), remarks], [[], ["mic device-lost"]]);
});

Deno.test("LocalMedia: a muted camera opens nothing on a page that is seen", async () => {
  const { clock, devices, media } = hold();
  media.turn({ camera: true });
  await turn();
  devices.opened[0]?.mute(true);
  await clock.pass(60_000);
  assertEquals([media.own().camera.is, media.own().picture, devices.asked.length], [
    "muted",
    null,
    1,
  ]);
});

Deno.test("LocalMedia: a camera that the background mutes comes back by itself, or is opened once, the same", async () => {
  for (const back of [true, false]) {
    const { clock, devices, media, page } = hold();
    media.choose("videoinput", "cam-2");
    media.turn({ camera: true });
    await turn();
    page.hide(true);
    devices.opened[0]?.mute(true);
    await clock.pass(60_000);
    assertEquals(devices.asked.length, 1);
    page.hide(false);
    if (back) devices.opened[0]?.mute(false);
    await clock.pass(60_000);
    assertEquals(devices.asked.length, back ? 1 : 2);
    assertEquals(media.own().camera, { is: "on", deviceId: "cam-2" });
    assertEquals(devices.live().length, 1);
  }
});

Deno.test("LocalMedia: an interrupted page with a muted source that stays so asks once", async () => {
  const { clock, devices, media, page } = hold();
  media.turn({ camera: true });
  await turn();
  page.hide(true);
  devices.opened[0]?.mute(true);
  await clock.pass(5000);
  devices.muted = true;
  page.hide(false);
  await clock.pass(60_000);
  assertEquals([devices.asked.length, media.own().camera.is], [2, "muted"]);
});

Deno.test("LocalMedia: what ends or is refused while nobody sees the page waits until it is seen", async () => {
  const { clock, devices, media, page, remarks, situation } = hold();
  media.choose("videoinput", "cam-2");
  media.turn({ mic: true, camera: true });
  await turn();
  page.hide(true);
  devices.refused = { audio: "NotAllowedError", video: "NotAllowedError" };
  for (const track of devices.opened) track.unplug();
  await clock.pass(60_000);
  assertEquals([situation(), devices.asked.length], [["lost", "lost"], 1]);
  devices.refused = {};
  page.hide(false);
  await turn();
  assertEquals([situation(), remarks], [["on", "on"], []]);
  assertEquals(media.tracks().camera?.getSettings().deviceId, "cam-2");
});

Deno.test("LocalMedia: a page that was asked while hidden looks again when it is seen", async () => {
  const { devices, media, page, situation } = hold();
  page.hide(true);
  devices.refused = { audio: "NotAllowedError", video: "NotAllowedError" };
  media.turn({ mic: true, camera: true });
  await turn();
  assertEquals(situation(), ["lost", "lost"]);
  page.hide(false);
  await turn();
  assertEquals(situation(), ["failed", "failed"]);
});

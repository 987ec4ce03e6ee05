import { contexts } from "../../../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { openScreenShare } from "../../../../client/call/media/screen_share.ts";
import { FakeDevices, fakeTrack } from "../../../fakes/media.ts";

async function open(sound: boolean, mic: MediaStreamTrack | null = null) {
  const devices = new FakeDevices();
  devices.screenSound = sound;
  const life = new AbortController();
  let ends = 0;
  const before = contexts.length;
  const stream = await devices.getDisplayMedia({ audio: true });
  const share = openScreenShare(stream, mic, life.signal, () => ends++);
  assert(share);
  return { devices, life, ended: () => ends, share, opened: contexts.slice(before) };
}

Deno.test("ScreenShare: a shared screen is sharp, and without sound needs no audio context", async () => {
  const { devices, share, opened } = await open(false);
  assertEquals(share.track, devices.opened[0]);
  assertEquals([share.track.contentHint, share.audio(), opened.length], ["detail", null, 0]);
  assertEquals(share.stream.getTracks(), [share.track]);
  share.mix(fakeTrack("audio"));
});

Deno.test("ScreenShare: shared sound and microphone go out as one track", async () => {
  const mic = fakeTrack("audio");
  const { devices, share, opened: [context] } = await open(true, mic);
  const sound = devices.opened[1];
  assertEquals(share.audio()?.kind, "audio");
  assert(share.audio() !== mic && share.audio() !== sound);
  assertEquals([...context?.heard ?? []], [sound, mic]);
});

Deno.test("ScreenShare: another microphone takes the place of the one before, none leaves the sound", async () => {
  const { devices, share, opened: [context] } = await open(true, fakeTrack("audio"));
  const sound = devices.opened[1];
  const next = fakeTrack("audio");
  const track = share.audio();
  share.mix(next);
  assertEquals([...context?.heard ?? []], [sound, next]);
  share.mix(null);
  assertEquals([...context?.heard ?? []], [sound]);
  assert(share.audio() === track, "the track that is sent stays the same");
});

Deno.test("ScreenShare: a share ends once, with all its tracks and its audio context", async () => {
  const { devices, share, ended, opened: [context] } = await open(true);
  const mixed = share.audio();
  share.stop();
  share.stop();
  assertEquals(ended(), 1);
  assertEquals([devices.live().length, mixed?.readyState, context?.state], [0, "ended", "closed"]);
});

Deno.test("ScreenShare: the browser's own stop bar ends the share, its sound included", async () => {
  const { devices, ended } = await open(true);
  devices.opened[0]?.unplug();
  assertEquals([ended(), devices.live().length], [1, 0]);
});

Deno.test("ScreenShare: after the stay nobody listens for the end", async () => {
  const { devices, life, ended } = await open(false);
  life.abort();
  devices.opened[0]?.unplug();
  assertEquals(ended(), 0);
});

Deno.test("openShare: mixed sound goes on after an interruption", async () => {
  const { opened: [context] } = await open(true);
  for (const state of ["interrupted", "suspended", "running"] as const) context?.become(state);
  assertEquals(context?.resumed, 2);
});

Deno.test("openShare: a stream without a picture is none", () => {
  const { signal } = new AbortController();
  assertEquals(openScreenShare(new MediaStream(), null, signal, () => {}), null);
});

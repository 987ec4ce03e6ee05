import "../../../fakes/platform.ts";
import { assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { ABOUT, fakeRoom } from "../../../fakes/members.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import type { FakeRtc } from "../../../fakes/rtc.ts";

const NONE = { mic: null, camera: null, screen: null };

/** Ann in a call with two others, in a browser that can pause sound, as Chromium can, or cannot. */
async function calling(pauses: boolean) {
  const mic = fakeTrack("audio");
  const { members, answered } = fakeRoom({ ...NONE, mic });
  const here: FakeRtc[] = [];
  for (const name of ["b", "c"]) here.push(await answered(name));
  async function settle(): Promise<void> {
    for (let at = 0; at < 5; at++) await turn();
  }
  const senders = here.flatMap(({ transceivers: [first] }) => first ? [first.sender] : []);
  const encoding: RTCRtpEncodingParameters & { adaptivePtime?: boolean } = pauses
    ? { adaptivePtime: false }
    : {};
  for (const sender of senders) sender.parameters.encodings = [encoding];
  // With the next write the parameters are asked for.
  for (const level of ["less", "full"] as const) {
    members.limits.setLevels({ sends: { b: level, c: level }, gets: {} });
    await settle();
  }
  async function announce(on: boolean): Promise<void> {
    mic.enabled = on;
    members.announce({ ...ABOUT, mic: on });
    await settle();
  }
  const active = () => senders.map(({ parameters }) => parameters.encodings[0]?.active);
  return { members, mic, senders, settle, announce, active };
}

Deno.test("Members: a microphone that is off is sent to nobody, and to all at once when it is on", async () => {
  const { members, mic, senders, settle, announce, active } = await calling(true);
  for (const on of [false, true, false]) {
    await announce(on);
    assertEquals(active(), [on, on]);
    assertEquals(senders.map(({ track }) => track), [mic, mic]);
  }
  // A shared screen's sound goes by the same m-line.
  members.send({ ...NONE, mic: fakeTrack("audio") });
  await settle();
  assertEquals(active(), [true, true]);
});

Deno.test("Members: where the browser cannot pause sound, a mute writes nothing", async () => {
  const { senders, announce } = await calling(false);
  const before = senders.map(({ writes }) => writes);
  await announce(false);
  await announce(true);
  assertEquals(senders.map(({ writes }) => writes), before);
});

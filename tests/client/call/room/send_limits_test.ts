import "../../../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { limitsFor } from "../../../../client/call/media/encodings.ts";
import type { Tracks } from "../../../../client/call/media/slots.ts";
import { turn } from "../../../fakes/clock.ts";
import { ABOUT, fakeRoom } from "../../../fakes/members.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import type { FakeRtc } from "../../../fakes/rtc.ts";

/** Lines of the camera by the number of people, two to eight. */
const LINES = [720, 540, 360, 270, 270, 270, 270];
const NAMES = "bcdefgh";
const NONE = { mic: null, camera: null, screen: null };

/** A camera of 720 lines that does what it is asked. */
function camera() {
  const track = fakeTrack("video", { width: 1280, height: 720 });
  track.obeys = true;
  return track;
}

const encodingsOf = ({ transceivers }: FakeRtc) =>
  transceivers.map(({ sender }) => sender.parameters.encodings[0] ?? {});

/** Lines of the picture at this m-line that are sent, of what is captured. */
function linesSent(rtc: FakeRtc, at = 1): number {
  const { width = 0, height = 0 } = rtc.transceivers[at]?.sender.track?.getSettings() ?? {};
  return Math.min(width, height) / (encodingsOf(rtc)[at]?.scaleResolutionDownBy ?? 1);
}

/** Ann in a call, whose senders take their time. */
function calling(tracks: Tracks = { ...NONE, mic: fakeTrack("audio"), camera: camera() }) {
  const room = fakeRoom(tracks);
  const here: FakeRtc[] = [];
  async function settle(): Promise<void> {
    for (let at = 0; at < 5; at++) await turn();
  }
  async function join(): Promise<void> {
    const rtc = await room.answered(NAMES[here.length] ?? "");
    for (const { sender } of rtc.transceivers) sender.slow = true;
    rtc.become("connected");
    here.push(rtc);
    await settle();
    await room.clock.pass(1500);
    await settle();
  }
  async function leave(): Promise<void> {
    here.pop();
    room.members.remove(NAMES[here.length] ?? "");
    await settle();
  }
  const lines = () => here.map((rtc) => Math.round(linesSent(rtc)));
  const meant = () => here.map(() => LINES[here.length - 1] ?? 0);
  return { ...room, here, join, leave, settle, lines, meant };
}

Deno.test("Members: lines sent are lines meant for two to eight people, as they come and go", async () => {
  const { here, join, leave, lines, meant } = calling();
  for (let at = 0; at < 7; at++) {
    await join();
    assertEquals(lines(), meant(), `${here.length + 1} people, after a join`);
  }
  while (here.length > 1) {
    await leave();
    assertEquals(lines(), meant(), `${here.length + 1} people, after a leave`);
  }
});

Deno.test("Members: lines sent are lines meant for a member that has moved, and for one that returned", async () => {
  const { here, join, leave, answered, clock, settle, lines, meant } = calling();
  for (let at = 0; at < 3; at++) await join();
  /** The same member by another connection: it has moved, or this page has rebuilt it. */
  async function replace(at: number): Promise<void> {
    const rtc = await answered(NAMES[at] ?? "");
    for (const { sender } of rtc.transceivers) sender.slow = true;
    // The old one shows the picture until the first frame of the new one.
    rtc.stats = [{ type: "inbound-rtp", mid: "1", kind: "video", framesDecoded: 1 }];
    rtc.become("connected");
    here[at] = rtc;
    await settle();
    await clock.pass(3500);
    await settle();
  }
  for (let at = 0; at < 3; at++) {
    await replace(at);
    assertEquals(lines(), meant(), `after number ${at} has moved`);
  }
  await leave();
  assertEquals(lines(), meant(), "after one has left");
  await join();
  assertEquals(lines(), meant(), "after it has returned");
  await leave();
  await leave();
  assertEquals(lines(), meant(), "of two, after others have left a call in which all have moved");
});

Deno.test("Members: lines sent are lines meant whenever the camera is switched on or changed", async () => {
  const { here, join, replaceTracks, settle, lines, meant } = calling({
    ...NONE,
    mic: fakeTrack("audio"),
  });
  while (here.length < 7) {
    await join();
    for (const track of [camera(), null, camera(), camera()]) {
      replaceTracks({ camera: track });
      await settle();
      if (track) assertEquals(lines(), meant(), `${here.length + 1} people`);
    }
    replaceTracks({ camera: null });
  }
});

Deno.test("Members: lines sent are lines meant for a camera that keeps its size", async () => {
  const { join, lines, meant } = calling({
    ...NONE,
    camera: fakeTrack("video", { width: 1280, height: 720 }),
  });
  for (let at = 0; at < 7; at++) {
    await join();
    assertEquals(lines(), meant());
  }
});

Deno.test("Members: an upright picture keeps its proportions and counts by its shorter side", async () => {
  const track = camera();
  track.settings = { width: 720, height: 1280 };
  const { join, lines } = calling({ ...NONE, camera: track });
  for (let at = 0; at < 3; at++) await join();
  assertEquals(track.settings, { width: 360, height: 640 });
  assertEquals(lines(), [360, 360, 360]);
});

Deno.test("Members: a camera that was turned or changes its size is limited anew", async () => {
  const track = fakeTrack("video", { width: 1280, height: 720 });
  const { join, clock, settle, lines } = calling({ ...NONE, camera: track });
  await join();
  await join();
  for (const size of [{ width: 1920, height: 1080 }, { width: 1080, height: 1920 }]) {
    track.settings = size;
    await clock.pass(1000);
    await settle();
    assertEquals(lines(), [540, 540]);
  }
});

Deno.test("Members: a mute writes no parameters and asks no camera", async () => {
  const track = camera();
  const mic = fakeTrack("audio");
  const given = { ...NONE, mic, camera: track };
  const { here, join, members, settle } = calling(given);
  for (let at = 0; at < 4; at++) await join();
  const before = [track.asked, ...here.flatMap(writesOf)];
  for (let at = 0; at < 6; at++) {
    mic.enabled = !mic.enabled;
    members.send(given);
    members.announce(ABOUT);
    await settle();
  }
  assertEquals([track.asked, ...here.flatMap(writesOf)], before);
});

const writesOf = ({ transceivers }: FakeRtc) => transceivers.map(({ sender }) => sender.writes);

Deno.test("Members: ids that never connect cost nobody his picture", async () => {
  const { here, join, members, clock, settle, lines } = calling();
  await join();
  for (let at = 0; at < 12; at++) members.ensure(`ghost ${at}`);
  await clock.pass(20_000);
  await settle();
  assertEquals([here.length, lines()], [1, [720]]);
});

Deno.test("Members: the first picture of a connection is no more than 320×240, and grows after 0.8 s", async () => {
  const { answered, clock, settle } = calling();
  const rtc = await answered("b");
  // Of 16:9: Chromium drops frames of more than 320×240 pixels at the bitrate that it begins with.
  assertEquals(linesSent(rtc), 180);
  rtc.become("connected");
  await settle();
  await clock.pass(799);
  assertEquals(linesSent(rtc), 180);
  await clock.pass(1);
  await settle();
  assertEquals([linesSent(rtc), encodingsOf(rtc)[1]?.maxBitrate], [720, 2_000_000]);
});

Deno.test("Members: until those who have just come have their first pictures, nothing else is written and no camera asked", async () => {
  const track = camera();
  const { here, join, answered, clock, settle, lines, meant } = calling({ ...NONE, camera: track });
  await join();
  await join();
  const written = () => [track.asked, ...here.slice(0, 2).flatMap(writesOf)];
  const before = written();
  for (const name of ["d", "e"]) {
    const rtc = await answered(name);
    rtc.become("connected");
    here.push(rtc);
    await settle();
    await clock.pass(250);
  }
  assertEquals(written(), before);
  await clock.pass(1500);
  await settle();
  assertEquals(lines(), meant());
});

for (const level of ["less", "sound"] as const) {
  Deno.test(`Members: at ${level} no mute, join, leave or hand-over lifts a limit for a moment`, async () => {
    const track = camera();
    const { answered, join, leave, members, replaceTracks, settle, here } = calling({
      ...NONE,
      mic: fakeTrack("audio"),
      camera: track,
    });
    await join();
    members.limits.setLevels({ sends: { b: level }, gets: {} });
    await settle();
    const limits = limitsFor(1, level);
    const wrong: string[] = [];
    const guard = (rtc: FakeRtc, what: string) => {
      for (const [at, slot] of (["mic", "camera", "screen"] as const).entries()) {
        const sender = rtc.transceivers[at]?.sender;
        const most = limits[slot].bitrate;
        const { maxBitrate = Infinity } = sender?.parameters.encodings[0] ?? {};
        if (sender?.track && maxBitrate > most) wrong.push(`${what}: ${slot} ${maxBitrate}`);
      }
    };
    const [bob] = here;
    assert(bob);
    for (const { sender } of bob.transceivers) {
      const set = sender.setParameters.bind(sender);
      sender.setParameters = async (next) => {
        await set(next);
        guard(bob, "written");
      };
    }
    replaceTracks({});
    await settle();
    await join();
    await join();
    await leave();
    replaceTracks({ camera: null });
    replaceTracks({ camera: track });
    await settle();
    const next = await answered("b");
    await settle();
    guard(next, "before the hand-over");
    next.become("connected");
    await settle();
    guard(next, "after the hand-over");
    assertEquals(wrong, []);
    assertEquals(next.transceivers.map(({ sender }) => sender.track !== null), [
      true,
      level === "less",
      false,
    ]);
  });
}

for (const [gets, repairs] of [[{}, true], [{ b: "sound" }, false]] as const) {
  const missed = repairs ? "is missed" : "that is held back is not missed";
  Deno.test(`Members: a picture ${missed} when it does not come`, async () => {
    const { sent, clock, connect, members } = fakeRoom();
    const bob = await connect("b");
    members.limits.setLevels({ sends: {}, gets });
    const offers = () => sent.filter(({ sealed }) => sealed.kind === "client-offer").length;
    assertEquals(offers(), 1);
    for (let packets = 50; packets <= 450; packets += 50) {
      bob.stats = [
        { type: "inbound-rtp", mid: "0", packetsReceived: packets },
        { type: "inbound-rtp", mid: "1", packetsReceived: 30, framesDecoded: 15 },
      ];
      await clock.pass(1000);
      await turn();
    }
    assertEquals(offers(), repairs ? 2 : 1);
  });
}

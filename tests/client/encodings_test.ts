import "../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { openConnection } from "../../client/call/connection.ts";
import {
  aboutAt,
  applyLimits,
  fitCamera,
  inTurn,
  limitsFor,
  tracksAt,
} from "../../client/call/encodings.ts";
import { renewPictures } from "../../client/call/freeze.ts";
import type { Tracks } from "../../client/call/transceivers.ts";
import { fakeClock, turn } from "../fakes/clock.ts";
import { ABOUT, crowd } from "../fakes/crowd.ts";
import { fakeTrack } from "../fakes/media.ts";
import { Ether, type FakeRtc } from "../fakes/rtc.ts";

/** Lines of the camera by the number of people, two to eight. */
const LINES = [720, 540, 360, 270, 270, 180, 180];
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
  const party = crowd(tracks);
  const here: FakeRtc[] = [];
  async function settle(): Promise<void> {
    for (let at = 0; at < 5; at++) await turn();
  }
  async function join(): Promise<void> {
    const rtc = await party.answered(NAMES[here.length] ?? "");
    for (const { sender } of rtc.transceivers) sender.slow = true;
    rtc.become("connected");
    here.push(rtc);
    await settle();
    await party.clock.pass(1500);
    await settle();
  }
  async function leave(): Promise<void> {
    here.pop();
    party.around.forget(NAMES[here.length] ?? "");
    await settle();
  }
  const lines = () => here.map((rtc) => Math.round(linesSent(rtc)));
  const meant = () => here.map(() => LINES[here.length - 1] ?? 0);
  return { ...party, here, join, leave, settle, lines, meant };
}

Deno.test("limitsFor: the more people, the less each picture may cost", () => {
  for (let others = 1; others < 7; others++) {
    const [now, next] = [limitsFor(others, "full"), limitsFor(others + 1, "full")];
    for (const slot of ["camera", "screen"] as const) {
      const [before, after] = [now[slot], next[slot]];
      assert(after.bitrate < before.bitrate, `${slot} ${others}`);
      assert((after.lines ?? 0) <= (before.lines ?? 0), `${slot} ${others}`);
      assert((after.rate ?? 0) <= (before.rate ?? 0), `${slot} ${others}`);
    }
  }
  assertEquals(limitsFor(0, "full"), limitsFor(1, "full"));
  assertEquals(limitsFor(20, "full").camera, limitsFor(7, "full").camera);
});

Deno.test("limitsFor: a screen costs all encoders of a page together about the same", () => {
  for (let others = 1; others <= 7; others++) {
    const { lines = 0, rate = 0, bitrate } = limitsFor(others, "full").screen;
    const megapixels = lines * lines * 16 / 9 * rate * others / 1e6;
    assert(megapixels > 50 && megapixels < 70, `${others}: ${megapixels} megapixels a second`);
    assertEquals(Math.round(bitrate * others / 100_000), 25);
    assert(lines >= 900, "text stays readable");
  }
});

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

Deno.test("Members: lines sent are lines meant whenever the camera is switched on or changed", async () => {
  const { here, join, gives, settle, lines, meant } = calling({ ...NONE, mic: fakeTrack("audio") });
  while (here.length < 7) {
    await join();
    for (const track of [camera(), null, camera(), camera()]) {
      gives({ camera: track });
      await settle();
      if (track) assertEquals(lines(), meant(), `${here.length + 1} people`);
    }
    gives({ camera: null });
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
  const { here, join, around, settle } = calling({ ...NONE, mic, camera: track });
  for (let at = 0; at < 4; at++) await join();
  const before = [track.asked, ...here.flatMap(writesOf)];
  for (let at = 0; at < 6; at++) {
    mic.enabled = !mic.enabled;
    around.resend();
    around.tell();
    await settle();
  }
  assertEquals([track.asked, ...here.flatMap(writesOf)], before);
});

const writesOf = ({ transceivers }: FakeRtc) => transceivers.map(({ sender }) => sender.writes);

Deno.test("Members: ids that never connect cost nobody his picture", async () => {
  const { here, join, around, clock, settle, lines } = calling();
  await join();
  for (let at = 0; at < 12; at++) around.of(`ghost ${at}`);
  await clock.pass(20_000);
  await settle();
  assertEquals([here.length, lines()], [1, [720]]);
});

Deno.test("Members: the first picture of a connection is small, and grows after a second and a half", async () => {
  const { answered, clock, settle } = calling();
  const rtc = await answered("b");
  assertEquals(linesSent(rtc), 360);
  rtc.become("connected");
  await settle();
  await clock.pass(1499);
  assertEquals(linesSent(rtc), 360);
  await clock.pass(1);
  await settle();
  assertEquals([linesSent(rtc), encodingsOf(rtc)[1]?.maxBitrate], [720, 2_000_000]);
});

for (const level of ["less", "sound"] as const) {
  Deno.test(`Members: at ${level} no mute, join, leave or hand-over lifts a limit for a moment`, async () => {
    const track = camera();
    const { agenda, answered, join, leave, around, gives, settle, here } = calling({
      ...NONE,
      mic: fakeTrack("audio"),
      camera: track,
    });
    await join();
    agenda.level = (id) => id === "b" ? level : "full";
    around.resend();
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
    around.resend();
    await settle();
    await join();
    await join();
    await leave();
    gives({ camera: null });
    gives({ camera: track });
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

/** A connection that sends these, and its senders. */
function sending(tracks: Partial<Record<"camera" | "screen", MediaStreamTrack>>) {
  const ether = new Ether();
  const connection = openConnection({ ...ether, config: {}, later: fakeClock().later });
  const rtc = ether.last();
  const slots = connection.slots();
  assert(slots);
  const apply = (others = 1, level: "full" | "less" | "sound" = "full") =>
    applyLimits(slots, { tracks: { ...NONE, ...tracks }, limits: limitsFor(others, level) });
  const senders = rtc.transceivers.map(({ sender }) => sender);
  return { connection, rtc, senders, apply };
}

Deno.test("applyLimits: limits voice, picture and screen, each in its own way", async () => {
  const picture = fakeTrack("video", { height: 1080 });
  const { apply, rtc } = sending({ camera: picture, screen: fakeTrack("video", { height: 2160 }) });
  await apply(2);
  assertEquals(encodingsOf(rtc), [
    { active: true, maxBitrate: 32_000 },
    { active: true, maxBitrate: 1_100_000, maxFramerate: 30, scaleResolutionDownBy: 2 },
    { active: true, maxBitrate: 1_250_000, maxFramerate: 15, scaleResolutionDownBy: 2 },
  ]);
});

Deno.test("applyLimits: a picture is never scaled up, and one of unknown size is not scaled", async () => {
  const low = sending({ camera: fakeTrack("video", { height: 240 }) });
  await low.apply();
  assertEquals(encodingsOf(low.rtc)[1]?.scaleResolutionDownBy, 1);
  const unknown = sending({ screen: fakeTrack("video") });
  await unknown.apply();
  assertEquals(encodingsOf(unknown.rtc)[2]?.scaleResolutionDownBy, undefined);
});

Deno.test("applyLimits: what is written already is not written again", async () => {
  const { apply, senders } = sending({ camera: fakeTrack("video", { height: 720 }) });
  await apply(3);
  await apply(3);
  assertEquals(senders.map(({ writes }) => writes), [1, 1, 1]);
});

Deno.test("applyLimits: packets are long at a lower level where the browser can, and short again", async () => {
  const { apply, senders, rtc } = sending({});
  const [mic] = senders;
  assert(mic);
  mic.parameters = { encodings: [{ adaptivePtime: false } as RTCRtpEncodingParameters] };
  for (const level of ["less", "sound"] as const) {
    await apply(1, level);
    const wanted: object = { active: true, adaptivePtime: true, maxBitrate: 16_000 };
    assertEquals<object>(encodingsOf(rtc)[0] ?? {}, wanted);
  }
  await apply(1, "full");
  const wanted: object = { active: true, adaptivePtime: false, maxBitrate: 32_000 };
  assertEquals<object>(encodingsOf(rtc)[0] ?? {}, wanted);
});

Deno.test("applyLimits: what a browser refuses is written the next time", async () => {
  const { apply, senders, rtc } = sending({});
  const [mic, picture] = senders;
  assert(mic && picture);
  mic.refuses = true;
  picture.parameters = { encodings: [] };
  await apply();
  assertEquals(encodingsOf(rtc).map(({ maxBitrate }) => maxBitrate), [
    undefined,
    undefined,
    2_500_000,
  ]);
  mic.refuses = false;
  await apply();
  assertEquals(encodingsOf(rtc)[0]?.maxBitrate, 32_000);
});

Deno.test("applyLimits: a key frame under way and new limits do not undo each other", async () => {
  const { connection, apply, senders, rtc } = sending({
    camera: fakeTrack("video", { height: 720 }),
  });
  for (const sender of senders) sender.slow = true;
  await apply(1);
  await Promise.all([renewPictures(connection), apply(2), renewPictures(connection), apply(3)]);
  const [, picture] = encodingsOf(rtc);
  assertEquals([picture?.active, picture?.maxBitrate], [true, 700_000]);
});

Deno.test("applyLimits: an encoding that a failed key frame has stopped is set going again", async () => {
  const { connection, apply, senders, rtc } = sending({});
  await apply();
  const [, picture] = senders;
  assert(picture);
  const set = picture.setParameters.bind(picture);
  picture.setParameters = (next) => set(next).then(() => void (picture.refuses = true));
  await renewPictures(connection);
  assertEquals(encodingsOf(rtc)[1]?.active, false);
  picture.refuses = false;
  await apply();
  assertEquals(encodingsOf(rtc)[1]?.active, true);
});

Deno.test("inTurn: a change that fails holds up none", async () => {
  const owner = {};
  const done: number[] = [];
  const failed = inTurn(owner, () => Promise.reject(new Error("no"))).catch(() => done.push(1));
  await inTurn(owner, () => Promise.resolve(void done.push(2)));
  await failed;
  assertEquals(done.sort(), [1, 2]);
});

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
  assertEquals(track.constraints, { deviceId: "c1", height, width, frameRate });
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

Deno.test("tracksAt, aboutAt: where there is room for one picture it is the screen's", () => {
  const [mic, picture, screen] = [
    fakeTrack("audio"),
    fakeTrack("video"),
    fakeTrack("video"),
  ];
  const all = { mic, camera: picture, screen };
  assertEquals(tracksAt("full", all), all);
  assertEquals(tracksAt("less", all), { ...all, camera: null });
  assertEquals(tracksAt("less", { ...all, screen: null }), { ...all, screen: null });
  assertEquals(tracksAt("sound", all), { mic, camera: null, screen: null });
  const about = { ...ABOUT, screen: true };
  assertEquals(aboutAt("less", about), { ...about, camera: false });
  assertEquals(aboutAt("less", ABOUT), ABOUT);
  assertEquals(aboutAt("sound", about), { ...about, camera: false, screen: false });
});

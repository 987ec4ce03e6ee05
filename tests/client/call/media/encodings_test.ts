import "../../../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { openConnection } from "../../../../client/call/connection/connection.ts";
import {
  aboutAt,
  applyLimits,
  inTurn,
  limitsFor,
  tracksAt,
} from "../../../../client/call/media/encodings.ts";
import { SLOTS } from "../../../../client/call/media/slots.ts";
import { sendKeyframes } from "../../../../client/call/media/keyframes.ts";
import { fakeClock } from "../../../fakes/clock.ts";
import { ABOUT } from "../../../fakes/members.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import { type FakeRtc, FakeRtcs } from "../../../fakes/rtc.ts";

const NONE = { mic: null, camera: null, screen: null };

const encodingsOf = ({ transceivers }: FakeRtc) =>
  transceivers.map(({ sender }) => sender.parameters.encodings[0] ?? {});

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

Deno.test("limitsFor: eight people see 270 lines, at no more pixels than two", () => {
  const pixels = (others: number) => {
    const { lines = 0, rate = 0 } = limitsFor(others, "full").camera;
    return lines * lines * 16 / 9 * rate * others;
  };
  assert(pixels(2) <= pixels(1) * 1.2);
  for (let others = 3; others <= 7; others++) {
    assert(pixels(others) <= pixels(1), `${others}`);
    assert((limitsFor(others, "full").camera.lines ?? 0) >= 270, `${others}`);
  }
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

/** A connection that sends a voice and these pictures, and its senders. */
function sending(pictures: Partial<Record<"camera" | "screen", MediaStreamTrack>>) {
  const rtcs = new FakeRtcs();
  const connection = openConnection({ ...rtcs, rtc: rtcs.create({}), later: fakeClock().later });
  const rtc = rtcs.last();
  const slots = connection.slots();
  assert(slots);
  const tracks = { ...NONE, mic: fakeTrack("audio"), ...pictures };
  for (const slot of SLOTS) void slots[slot].sender.replaceTrack(tracks[slot]);
  const apply = (others = 1, level: "full" | "less" | "sound" = "full") =>
    applyLimits(slots, { tracks, limits: limitsFor(others, level) });
  const senders = rtc.transceivers.map(({ sender }) => sender);
  return { connection, tracks, rtc, senders, apply };
}

Deno.test("applyLimits: limits voice, picture and screen, each in its own way", async () => {
  const picture = fakeTrack("video", { height: 1080 });
  const { apply, rtc } = sending({ camera: picture, screen: fakeTrack("video", { height: 2160 }) });
  await apply(2);
  assertEquals(encodingsOf(rtc), [
    { active: true, maxBitrate: 32_000, priority: "high" },
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
  assertEquals(senders.map(({ writes }) => writes), [1, 1, 0]);
});

Deno.test("Encodings: applyLimits, sendKeyframes: nothing is written where nothing is sent", async () => {
  const { connection, apply, senders } = sending({ screen: fakeTrack("video", { height: 720 }) });
  for (const others of [1, 2, 3]) await apply(others);
  await sendKeyframes(connection);
  assertEquals(senders.map(({ writes }) => writes), [1, 0, 5]);
});

Deno.test("applyLimits: packets are long at a lower level where the browser can, and short again", async () => {
  const { apply, senders, rtc } = sending({});
  const [mic] = senders;
  assert(mic);
  mic.parameters = { encodings: [{ adaptivePtime: false } as RTCRtpEncodingParameters] };
  for (const level of ["less", "sound"] as const) {
    await apply(1, level);
    const wanted: object = {
      active: true,
      adaptivePtime: true,
      maxBitrate: 16_000,
      priority: "high",
    };
    assertEquals<object>(encodingsOf(rtc)[0] ?? {}, wanted);
  }
  // Chromium shortens them where there is room for more, and would not if it were switched off.
  await apply(1, "full");
  const wanted: object = {
    active: true,
    adaptivePtime: true,
    maxBitrate: 32_000,
    priority: "high",
  };
  assertEquals<object>(encodingsOf(rtc)[0] ?? {}, wanted);
});

Deno.test("applyLimits: what is written already asks the browser for nothing", async () => {
  const { apply, senders } = sending({ camera: fakeTrack("video", { height: 720 }) });
  const counts = () => senders.map(({ reads, writes }) => [reads, writes]);
  await apply(3);
  const before = counts();
  await apply(3);
  assertEquals(counts(), before);
  await apply(5);
  assertEquals(counts().map(([reads = 0], at) => reads - (before[at]?.[0] ?? 0)), [0, 1, 0]);
});

Deno.test("applyLimits: what a browser refuses is written the next time", async () => {
  const { apply, senders, rtc } = sending({
    camera: fakeTrack("video"),
    screen: fakeTrack("video"),
  });
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
  await Promise.all([sendKeyframes(connection), apply(2), sendKeyframes(connection), apply(3)]);
  const [, picture] = encodingsOf(rtc);
  assertEquals([picture?.active, picture?.maxBitrate], [true, 700_000]);
});

Deno.test("applyLimits: an encoding that a failed key frame has stopped is set going again", async () => {
  const { connection, apply, senders, rtc } = sending({ camera: fakeTrack("video") });
  await apply();
  const [, picture] = senders;
  assert(picture);
  const set = picture.setParameters.bind(picture);
  picture.setParameters = (next) => set(next).then(() => void (picture.refuses = true));
  await sendKeyframes(connection);
  assertEquals(encodingsOf(rtc)[1]?.active, false);
  picture.refuses = false;
  await apply();
  assertEquals(encodingsOf(rtc)[1]?.active, true);
});

Deno.test("sendKeyframes: a key frame that failed halfway is made good by the next one", async () => {
  const { connection, apply, senders, rtc } = sending({ camera: fakeTrack("video") });
  await apply();
  const [, picture] = senders;
  assert(picture);
  const set = picture.setParameters.bind(picture);
  let calls = 0;
  picture.setParameters = (next) =>
    ++calls === 2 ? Promise.reject(new DOMException("no", "InvalidStateError")) : set(next);
  await sendKeyframes(connection);
  assertEquals(encodingsOf(rtc)[1]?.active, false);
  await sendKeyframes(connection);
  assertEquals(encodingsOf(rtc)[1]?.active, true);
});

Deno.test("sendKeyframes: a picture that nobody sees stays off", async () => {
  const { connection, tracks, senders, rtc } = sending({ camera: fakeTrack("video") });
  const slots = connection.slots();
  assert(slots);
  const limits = limitsFor(1, "full");
  const hidden = { ...limits, camera: { ...limits.camera, height: 0 } };
  await applyLimits(slots, { tracks, limits: hidden });
  await sendKeyframes(connection);
  assertEquals(encodingsOf(rtc)[1]?.active, false);
  assertEquals(senders.map(({ writes }) => writes), [1, 1, 0]);
});

Deno.test("inTurn: a change that fails holds up none", async () => {
  const owner = {};
  const done: number[] = [];
  const failed = inTurn(owner, () => Promise.reject(new Error("no"))).catch(() => done.push(1));
  await inTurn(owner, () => Promise.resolve(void done.push(2)));
  await failed;
  assertEquals(done.sort(), [1, 2]);
});

Deno.test("Encodings: tracksAt, aboutAt: where there is room for one picture it is the screen's", () => {
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
  const withheld = { camera: true, screen: false };
  assertEquals(aboutAt("full", about, withheld), { ...about, camera: false });
});

import { assert, assertEquals } from "@std/assert";
import { adaptSending } from "../../../../client/call/bandwidth/adaptation.ts";
import type { SendLevels } from "../../../../client/state/diagnostics.ts";
import { turn } from "../../../fakes/clock.ts";
import { ABOUT, fakeRoom } from "../../../fakes/members.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import type { FakeRtc } from "../../../fakes/rtc.ts";

const BOB = "b".repeat(22);
const CEM = "c".repeat(22);
const WHOLE = { sends: {}, gets: {} };

type Encoding = RTCRtpEncodingParameters & { adaptivePtime?: boolean };

/** Ann, who sends camera and perhaps a screen, with Bob and Cem: their ways are adapted to. */
async function adapting(screen = false) {
  const video = () => fakeTrack("video", { height: 720 });
  const tracks = { mic: fakeTrack("audio"), camera: video(), screen: screen ? video() : null };
  const room = fakeRoom(tracks);
  const { members, clock, life } = room;
  const told: SendLevels[] = [];
  const adapter = adaptSending({
    members: members.list,
    elapsed: clock.now,
    later: clock.later,
    signal: life.signal,
    setLevels(levels) {
      told.push(levels);
      members.limits.setLevels(levels);
    },
  });
  const [bob, cem] = [await room.connect(BOB), await room.connect(CEM)];
  for (const { channel } of [bob, cem]) channel?.become("open");
  await clock.pass(2000);
  let reports = 0;
  let frames = 0;
  /** Lets seconds pass, in each of which Bob reports this. */
  async function report(rtc: FakeRtc, roundTrip: number, loss: number, seconds: number) {
    for (let at = 0; at < seconds; at++) {
      frames += 5;
      const report = { timestamp: ++reports, roundTripTime: roundTrip / 1000, fractionLost: loss };
      rtc.stats = [
        { type: "remote-inbound-rtp", ...report },
        { type: "outbound-rtp", mid: "1", framesSent: frames },
      ];
      await clock.pass(1000);
      await turn();
    }
  }
  const said = (rtc: FakeRtc, type: string) =>
    (rtc.channel?.sent ?? []).map((text) => JSON.parse(text)).filter((one) => one.type === type);
  const sends = (rtc: FakeRtc) => rtc.transceivers.map(({ sender }) => sender.track !== null);
  const encoding = (rtc: FakeRtc, at: number): Encoding | undefined =>
    rtc.transceivers[at]?.sender.getParameters().encodings[0];
  return { ...room, told, adapter, bob, cem, report, said, sends, encoding };
}

Deno.test("BandwidthAdapter: a member whose way is narrow is sent less, and told; the others are sent everything", async () => {
  const { bob, cem, report, said, sends, encoding, told } = await adapting();
  await report(bob, 30, 0, 5);
  assertEquals([said(bob, "send-level"), told], [[], []]);
  await report(bob, 500, 0.1, 2);
  assertEquals(said(bob, "send-level"), [{ type: "send-level", level: "less" }]);
  assertEquals(told.at(-1), { sends: { [BOB]: "less" }, gets: {} });
  assertEquals([encoding(bob, 0)?.maxBitrate, encoding(bob, 1)?.maxBitrate], [12_000, 30_000]);
  assertEquals(encoding(bob, 1)?.scaleResolutionDownBy, 6);
  assertEquals(sends(bob), [true, true, false]);
  assertEquals([said(cem, "send-level"), encoding(cem, 0)?.maxBitrate], [[], 32_000]);
});

Deno.test("BandwidthAdapter: on a narrower way there is sound alone, and nobody waits for the picture", async () => {
  const { bob, cem, report, said, sends, encoding } = await adapting();
  await report(bob, 30, 0, 5);
  await report(bob, 500, 0.1, 7);
  assertEquals(sends(bob), [true, false, false]);
  assertEquals(said(bob, "about").at(-1), { type: "about", about: { ...ABOUT, camera: false } });
  assertEquals([encoding(bob, 0)?.maxBitrate, said(bob, "send-level").at(-1).level], [
    8000,
    "sound",
  ]);
  assertEquals([sends(cem), said(cem, "about").at(-1).about], [[true, true, false], ABOUT]);
});

Deno.test("BandwidthAdapter: packets are long where the browser can, and as they were when there is room", async () => {
  const { bob, report, encoding, adapter, said } = await adapting();
  const mic = bob.transceivers[0]?.sender;
  assert(mic);
  mic.parameters = { encodings: [{ adaptivePtime: false } as Encoding] };
  await report(bob, 30, 0, 5);
  await report(bob, 500, 0.1, 2);
  const long: object = { active: true, adaptivePtime: true, maxBitrate: 16_000, priority: "high" };
  assertEquals<unknown>(encoding(bob, 0), long);
  await report(bob, 30, 0, 3);
  assertEquals(said(bob, "bandwidth-probe").map(({ index }) => index), [0, 1, 2]);
  adapter.receive(BOB, { type: "bandwidth-report", gapMs: 10 });
  await report(bob, 30, 0, 2);
  assertEquals(encoding(bob, 0)?.maxBitrate, 16_000);
  adapter.receive(BOB, { type: "bandwidth-report", gapMs: 10 });
  await turn();
  const short = { adaptivePtime: true, maxBitrate: 32_000, active: true, priority: "high" };
  assertEquals<unknown>(encoding(bob, 0), short);
  assertEquals(encoding(bob, 1)?.maxBitrate, 1_100_000);
  assertEquals(said(bob, "send-level").at(-1), { type: "send-level", level: "full" });
});

Deno.test("BandwidthAdapter: limits that a browser refuses to lift at a bad moment are lifted a moment later", async () => {
  const { bob, report, encoding, adapter, clock } = await adapting();
  await report(bob, 30, 0, 5);
  await report(bob, 500, 0.1, 2);
  const mic = bob.transceivers[0]?.sender;
  assert(mic);
  for (let at = 0; at < 2; at++) {
    await report(bob, 30, 0, 3);
    mic.refuses = true;
    adapter.receive(BOB, { type: "bandwidth-report", gapMs: 10 });
    await turn();
  }
  assertEquals(encoding(bob, 0)?.maxBitrate, 12_000);
  mic.refuses = false;
  await clock.pass(1000);
  await turn();
  assertEquals(encoding(bob, 0)?.maxBitrate, 32_000);
});

Deno.test("BandwidthAdapter: a way that is still narrow is not sent more", async () => {
  const { bob, report, adapter, said, sends } = await adapting();
  await report(bob, 30, 0, 5);
  await report(bob, 500, 0.3, 2);
  await report(bob, 30, 0, 3);
  assertEquals(said(bob, "bandwidth-probe").length, 3);
  adapter.receive(BOB, { type: "bandwidth-report", gapMs: 256 });
  await report(bob, 30, 0, 7);
  assertEquals([said(bob, "send-level").length, sends(bob)], [1, [true, false, false]]);
  assertEquals(said(bob, "bandwidth-probe").length, 6);
  adapter.receive(BOB, { type: "bandwidth-report", gapMs: 35 });
  await report(bob, 30, 0, 2);
  adapter.receive(BOB, { type: "bandwidth-report", gapMs: 35 });
  await turn();
  assertEquals([said(bob, "send-level").at(-1).level, sends(bob)], ["less", [true, true, false]]);
});

Deno.test("BandwidthAdapter: a measurement that nobody answers is made again", async () => {
  const { bob, report, said } = await adapting();
  await report(bob, 30, 0, 5);
  await report(bob, 500, 0.3, 2);
  await report(bob, 30, 0, 3);
  assertEquals(said(bob, "bandwidth-probe").length, 3);
  await report(bob, 30, 0, 8);
  assertEquals(said(bob, "bandwidth-probe").length, 3);
  await report(bob, 30, 0, 9);
  assertEquals(said(bob, "bandwidth-probe").length, 6);
});

Deno.test("BandwidthAdapter: a page that was reloaded sends everything until it says otherwise", async () => {
  const { adapter, told, members, clock, connect } = await adapting();
  adapter.receive(BOB, { type: "send-level", level: "sound" });
  assertEquals(told.at(-1)?.gets, { [BOB]: "sound" });
  await connect(BOB);
  await clock.pass(1000);
  assertEquals(told.at(-1)?.gets, { [BOB]: "sound" });
  const partner = members.get(BOB)?.connection()?.partner();
  assert(partner);
  Object.assign(partner.sessionInfo, { sessionId: "another stay" });
  await clock.pass(1000);
  assertEquals(told.at(-1), WHOLE);
});

Deno.test("BandwidthAdapter: where there is room for one picture it is the screen's", async () => {
  const { bob, report, sends, said, encoding } = await adapting(true);
  await report(bob, 30, 0, 5);
  await report(bob, 500, 0.1, 2);
  assertEquals([sends(bob), encoding(bob, 2)?.maxFramerate], [[true, false, true], 2]);
  const { camera, screen } = said(bob, "about").at(-1).about;
  assertEquals([camera, screen], [false, true]);
});

Deno.test("BandwidthAdapter: a camera that the browser itself holds back is said to be off", async () => {
  const { bob, report, clock, sends } = await adapting();
  await report(bob, 30, 0, 5);
  await report(bob, 500, 0.1, 2);
  await report(bob, 30, 0, 2);
  await clock.pass(3000);
  assertEquals(sends(bob), [true, true, false]);
  await clock.pass(3000);
  assertEquals(sends(bob), [true, false, false]);
});

Deno.test("BandwidthAdapter: a new connection with the same member is limited as the one before", async () => {
  const { bob, cem, report, answered, rtcs, sends, said, encoding } = await adapting();
  await report(bob, 30, 0, 5);
  await report(bob, 500, 0.3, 2);
  await answered(BOB);
  const next = rtcs.open().find((rtc) => rtc !== bob && rtc !== cem && sends(rtc)[0]);
  assert(next);
  assertEquals(sends(next), [true, false, false]);
  next.become("connected");
  await turn();
  next.channel?.become("open");
  await turn();
  assertEquals(said(next, "about")[0].about.camera, false);
  await report(next, 30, 0, 1);
  assertEquals(said(next, "send-level"), [{ type: "send-level", level: "sound" }]);
  assertEquals(encoding(next, 0)?.maxBitrate, 8000);
});

Deno.test("BandwidthAdapter: a train is answered with the time between its last two", async () => {
  const { bob, adapter, clock, said } = await adapting();
  for (let at = 0; at < 3; at++) {
    adapter.receive(BOB, { type: "bandwidth-probe", index: at, padding: "0" });
    await clock.pass(20);
  }
  assertEquals(said(bob, "bandwidth-report"), [{ type: "bandwidth-report", gapMs: 20 }]);
  adapter.receive("x".repeat(22), { type: "bandwidth-probe", index: 2, padding: "0" });
});

Deno.test("BandwidthAdapter: what a member does not send is shown until it does, or leaves", async () => {
  const { adapter, told, members, clock } = await adapting();
  adapter.receive(BOB, { type: "send-level", level: "less" });
  adapter.receive(CEM, { type: "send-level", level: "sound" });
  assertEquals(told.at(-1), { sends: {}, gets: { [BOB]: "less", [CEM]: "sound" } });
  adapter.receive(BOB, { type: "send-level", level: "full" });
  assertEquals(told.at(-1), { sends: {}, gets: { [CEM]: "sound" } });
  members.remove(CEM);
  await clock.pass(1000);
  assertEquals(told.at(-1), WHOLE);
});

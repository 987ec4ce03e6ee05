import "../../../fakes/platform.ts";
import { assertEquals } from "@std/assert";
import {
  countMedia,
  expectedMedia,
  firstFrame,
  type HealthMonitor,
  type MediaCounts,
  monitorHealth,
} from "../../../../client/call/health/media_health.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";

const ALL = { mic: true, camera: true, screen: false };

const stats = (...reports: Record<string, unknown>[]) => ({
  getStats: () =>
    Promise.resolve(
      new Map(reports.map((one, at) => [String(at), one])) as unknown as RTCStatsReport,
    ),
  connectionState: "connected" as const,
});

/** Counters that move as a test says, looked at every second from time 0. */
function watched(flow: HealthMonitor = monitorHealth(0)) {
  let now = 0;
  let counts: MediaCounts = {
    packets: { mic: 0, camera: 0, screen: 0 },
    frames: { mic: 0, camera: 0, screen: 0 },
    lost: 0,
    sent: 0,
    report: 0,
  };
  const rates = { mic: 50, camera: 30, frames: 15, lost: 0, sent: 100, report: 1000 };
  return {
    flow,
    rates,
    pass(seconds: number, what: ReturnType<typeof expectedMedia> = ALL) {
      for (let second = 0; second < seconds; second++) {
        now += 1000;
        const { packets, frames } = counts;
        counts = {
          ...counts,
          packets: {
            ...packets,
            mic: packets.mic + rates.mic,
            camera: packets.camera + rates.camera,
          },
          frames: { ...frames, camera: frames.camera + rates.frames },
          lost: counts.lost + rates.lost,
          sent: counts.sent + rates.sent,
          report: counts.report + rates.report,
        };
        flow.look(counts, what, now);
      }
      return flow.health(now);
    },
    sleep: (ms: number) => void (now += ms),
    now: () => now,
  };
}

const HEALTHY = { silent: 0, stalled: 0, frozen: 0, unheard: 0, lossy: false };

Deno.test("MediaHealth: the counters are read by m-line, and only what they are", async () => {
  const rtc = stats(
    { type: "inbound-rtp", mid: "0", packetsReceived: 10, packetsLost: 2 },
    { type: "inbound-rtp", mid: "1", packetsReceived: 5, framesDecoded: 3, packetsLost: -1 },
    { type: "inbound-rtp", mid: "2", packetsReceived: 7, framesDecoded: 1 },
    { type: "inbound-rtp", mid: "9", packetsReceived: 99 },
    { type: "outbound-rtp", packetsSent: 30, packetsReceived: 100, packetsLost: 100 },
    { type: "outbound-rtp", mid: "2", packetsSent: 10, framesEncoded: 4 },
    { type: "remote-inbound-rtp", timestamp: 1000, packetsLost: 7 },
    { type: "remote-inbound-rtp", timestamp: 3000 },
  );
  assertEquals(await countMedia(rtc), {
    packets: { mic: 10, camera: 5, screen: 7 },
    frames: { mic: 0, camera: 3, screen: 1 },
    lost: 2,
    sent: 40,
    report: 3000,
  });
});

Deno.test("MediaHealth: what flows is healthy", () => {
  assertEquals(watched().pass(30), HEALTHY);
});

Deno.test("MediaHealth: silence is counted from the last thing that came, and ends with the next", () => {
  const { rates, pass } = watched();
  pass(10);
  Object.assign(rates, { mic: 0, camera: 0, frames: 0 });
  assertEquals(pass(4), { ...HEALTHY, silent: 4000 });
  rates.mic = 50;
  assertEquals(pass(1).silent, 0);
});

Deno.test("MediaHealth: what is said on the channel ends silence too", () => {
  const { flow, rates, pass, now } = watched();
  pass(10);
  Object.assign(rates, { mic: 0, camera: 0, frames: 0 });
  pass(4);
  flow.heard(now());
  assertEquals(flow.health(now()).silent, 0);
});

Deno.test("MediaHealth: who sends nothing is not silent between two beats", () => {
  const { flow, rates, pass, now } = watched();
  Object.assign(rates, { mic: 0, camera: 0, frames: 0 });
  const nothing = { mic: false, camera: false, screen: false };
  pass(10, nothing);
  flow.heard(now());
  assertEquals([pass(3, nothing).silent, pass(2, nothing).silent], [0, 2000]);
});

Deno.test("MediaHealth: one kind that stands still is a stall, if it is due and came before", () => {
  const { rates, pass } = watched();
  pass(5);
  rates.frames = 0;
  assertEquals(pass(3), { ...HEALTHY, stalled: 3000, frozen: 3000 });
  assertEquals(pass(3, { ...ALL, camera: false }).stalled, 0);
  const never = watched();
  never.rates.frames = 0;
  assertEquals(never.pass(20).stalled, 0);
});

Deno.test("MediaHealth: packets without frames are a stall of the picture; silence of all is none", () => {
  const { rates, pass } = watched();
  pass(5);
  Object.assign(rates, { mic: 0, frames: 0 });
  assertEquals(pass(4).stalled, 4000);
  rates.camera = 0;
  const { silent, stalled } = pass(4);
  assertEquals([silent, stalled], [4000, 4000]);
});

Deno.test("MediaHealth: what stood still with all others, in a gap, is given its time from then on", () => {
  const { rates, pass } = watched();
  pass(5);
  Object.assign(rates, { mic: 0, camera: 0, frames: 0 });
  assertEquals(pass(3).silent, 3000);
  Object.assign(rates, { mic: 50, camera: 30 });
  assertEquals(pass(1).stalled, 0);
  assertEquals(pass(5).stalled, 5000);
});

Deno.test("MediaHealth: a picture is frozen while packets of it come and show nothing, due or not", () => {
  const { rates, pass } = watched();
  pass(5);
  rates.frames = 0;
  assertEquals(pass(2, { ...ALL, camera: false }).frozen, 2000);
  rates.frames = 1;
  assertEquals(pass(1).frozen, 0);
  Object.assign(rates, { frames: 0, camera: 0 });
  assertEquals(pass(3).frozen, 0, "nothing came that could be shown");
  const never = watched();
  never.rates.frames = 0;
  assertEquals(never.pass(3).frozen, 2000, "the first picture, too, from the first look on");
});

Deno.test("MediaHealth: pictures that a hidden page does not decode are no stall, nor when it is back", () => {
  const { rates, pass } = watched();
  pass(10);
  // As Safari does on a phone: packets go on, the decoder stops. Nobody waits for what is not shown.
  rates.frames = 0;
  assertEquals(pass(120, { ...ALL, camera: false }).stalled, 0);
  assertEquals(pass(1).stalled, 1000);
  rates.frames = 15;
  assertEquals(pass(1).stalled, 0);
});

Deno.test("MediaHealth: who confirms nothing does not hear; who is sent nothing has nothing to confirm", () => {
  const { rates, pass } = watched();
  pass(5);
  rates.report = 0;
  assertEquals(pass(9).unheard, 9000);
  rates.sent = 0;
  assertEquals(pass(1).unheard, 0);
  const mute = watched();
  mute.rates.report = 0;
  assertEquals(mute.pass(20).unheard, 0, "a browser that never reports");
});

Deno.test("MediaHealth: more than one packet in twelve lost over three seconds is lossy", () => {
  const { rates, pass } = watched();
  pass(3);
  rates.lost = 7;
  assertEquals(pass(3).lossy, false);
  rates.lost = 8;
  assertEquals(pass(3).lossy, true);
  rates.lost = 0;
  assertEquals(pass(3).lossy, false);
});

Deno.test("MediaHealth: a page that slept blames nobody", () => {
  const { rates, pass, sleep } = watched();
  pass(5);
  Object.assign(rates, { mic: 0, camera: 0, frames: 0, report: 0 });
  sleep(60_000);
  assertEquals(pass(1), HEALTHY);
  assertEquals(pass(3).silent, 3000);
  const decoder = watched();
  decoder.pass(5);
  decoder.rates.frames = 0;
  decoder.sleep(60_000);
  assertEquals(decoder.pass(1).frozen, 0);
});

Deno.test("MediaHealth: the first frame is waited for; a closed connection brings none", async () => {
  const clock = fakeClock();
  const life = new AbortController();
  const report: Record<string, unknown> = { type: "inbound-rtp", mid: "1", framesDecoded: 0 };
  let came: boolean | null = null;
  void firstFrame(stats(report), clock.later, life.signal).then((frame) => came = frame);
  await turn();
  await clock.pass(1000);
  assertEquals(came, null);
  report["framesDecoded"] = 1;
  await clock.pass(200);
  assertEquals(came, true);
  const closed = { ...stats(), connectionState: "closed" as const };
  assertEquals(await firstFrame(closed, clock.later, life.signal), false);
  const broken = { ...stats(), getStats: () => Promise.reject(new Error("no")) };
  assertEquals(await firstFrame(broken, clock.later, life.signal), false);
});

Deno.test("MediaHealth: what somebody says it sends is due", () => {
  const about = { name: "", mic: true, camera: false, screen: true, hand: true };
  assertEquals(expectedMedia(about), { mic: true, camera: false, screen: true });
});

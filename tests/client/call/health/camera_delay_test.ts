import { assertEquals } from "@std/assert";
import {
  cameraDelay,
  type DelaySources,
  delaySources,
  type DelayStats,
} from "../../../../client/call/health/camera_delay.ts";

const NONE: DelaySources = { frames: [], playout: null, parts: null };
const PARTS = { roundTrip: 100, buffering: 20, decoding: 3, encoding: 4 };
const PLAYOUT = { now: 1_000_000, captured: 999_800, clockOffset: -120 };

Deno.test("cameraDelay: shown frames before sender reports, and both before the sum of parts", () => {
  const frames = [
    { captured: 1000, shown: 1084 },
    { captured: 1033, shown: 1300 },
    { captured: 1066, shown: 1146 },
  ];
  const all = { frames, playout: PLAYOUT, parts: PARTS };
  // The middle one: a frame that came late once is not the delay.
  assertEquals(cameraDelay(all), { ms: 84, source: "frames" });
  assertEquals(cameraDelay({ ...all, frames: [] }), { ms: 80, source: "reports" });
  assertEquals(cameraDelay({ ...NONE, parts: PARTS }), { ms: 94, source: "parts" });
  assertEquals(cameraDelay(NONE), null);
});

Deno.test("cameraDelay: a source whose clock is wrong yields to the next one", () => {
  const future = [{ captured: 5000, shown: 1000 }];
  assertEquals(cameraDelay({ ...NONE, frames: future, parts: PARTS })?.source, "parts");
  const hours = { ...PLAYOUT, clockOffset: 3 * 3_600_000 };
  assertEquals(cameraDelay({ ...NONE, playout: hours, parts: PARTS })?.source, "parts");
  assertEquals(cameraDelay({ ...NONE, playout: { ...PLAYOUT, clockOffset: NaN } }), null);
});

const NOW_MS = 1_795_742_249_000;
/** A sender whose clock is an hour ahead; its report took 50 ms. */
const AHEAD_MS = 3_600_000;
const STATS: DelayStats = {
  inbound: {
    timestamp: NOW_MS,
    estimatedPlayoutTimestamp: NOW_MS + AHEAD_MS - 130,
    jitterBufferDelay: 9,
    jitterBufferEmittedCount: 400,
    totalDecodeTime: 2,
    framesDecoded: 390,
  },
  inboundBefore: {
    jitterBufferDelay: 8.4,
    jitterBufferEmittedCount: 370,
    totalDecodeTime: 1.88,
    framesDecoded: 360,
  },
  senderReport: { timestamp: NOW_MS - 500, remoteTimestamp: NOW_MS - 500 + AHEAD_MS - 50 },
  outbound: { totalEncodeTime: 1.1, framesEncoded: 120 },
  outboundBefore: { totalEncodeTime: 1, framesEncoded: 100 },
  roundTrip: 100,
};
const round = (values: object | null) =>
  values &&
  Object.fromEntries(Object.entries(values).map(([name, one]) => [name, Math.round(one)]));

Deno.test("delaySources: a sender report and half the round trip give the sender's clock", () => {
  const sources = delaySources(STATS, []);
  assertEquals(sources.playout?.clockOffset, AHEAD_MS);
  assertEquals(cameraDelay(sources), { ms: 130, source: "reports" });
});

Deno.test("delaySources: Chromium counts the playout from 1900, Firefox from 1970", () => {
  const inbound = {
    ...STATS.inbound,
    estimatedPlayoutTimestamp: NOW_MS + AHEAD_MS - 130 + 2_208_988_800_000,
  };
  assertEquals(cameraDelay(delaySources({ ...STATS, inbound }, []))?.ms, 130);
});

Deno.test("delaySources: parts are means over the frames since the last reading", () => {
  const { parts } = delaySources(STATS, []);
  assertEquals(round(parts), { roundTrip: 100, buffering: 20, decoding: 4, encoding: 5 });
});

Deno.test("delaySources: without a sender report or a round trip there is no guess about a clock", () => {
  const silent = delaySources({ ...STATS, senderReport: undefined }, []);
  assertEquals([silent.playout, cameraDelay(silent)?.source], [null, "parts"]);
  assertEquals(cameraDelay(delaySources({ ...STATS, roundTrip: null }, [])), null);
  const still = { ...STATS, senderReport: undefined, inbound: STATS.inboundBefore };
  assertEquals(cameraDelay(delaySources(still, [])), null);
});

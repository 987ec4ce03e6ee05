import { assertEquals } from "@std/assert";
import type { Report } from "../../../../client/call/health/selected_path.ts";
import { createStatsReader, streamStats } from "../../../../client/call/health/stream_stats.ts";

type Part = Record<string, unknown> & { id: string };

const report = (...parts: Part[]): Report => new Map(parts.map((part) => [part.id, part]));

const CODEC = { id: "c", type: "codec", mimeType: "video/VP8" };
const picture = (timestamp: number, part: Record<string, unknown>) => ({
  id: "i",
  type: "inbound-rtp",
  mid: "1",
  codecId: "c",
  frameWidth: 640,
  frameHeight: 360,
  jitter: 0.004,
  timestamp,
  ...part,
});

Deno.test("StreamStats: what came in is divided by the time between two readings", () => {
  const first = { packetsReceived: 100, packetsLost: 5, bytesReceived: 10_000, framesDecoded: 30 };
  const then = { packetsReceived: 290, packetsLost: 15, bytesReceived: 260_000, framesDecoded: 80 };
  const { received, sent } = streamStats(
    report(CODEC, picture(3000, then)),
    report(CODEC, picture(1000, first)),
  );
  assertEquals(received, {
    camera: {
      codec: "VP8",
      width: 640,
      height: 360,
      rate: 25,
      bitrate: 1_000_000,
      loss: 0.05,
      jitter: 4,
    },
  });
  assertEquals(sent, {});
});

Deno.test("StreamStats: counters that fall, stand still, or have nothing before them make no stream", () => {
  const one = { packetsReceived: 100, packetsLost: 5, bytesReceived: 10_000, framesDecoded: 30 };
  const now = report(picture(3000, one));
  assertEquals(streamStats(now, null).received, {});
  assertEquals(streamStats(now, report(picture(2000, one))).received, {});
  assertEquals(
    streamStats(now, report(picture(3000, { ...one, packetsReceived: 50 }))).received,
    {},
  );
  assertEquals(
    streamStats(now, report(picture(1000, { ...one, packetsReceived: 500 }))).received,
    {},
  );
  // A late packet is no longer lost: the count falls (RFC 3550 §6.4.1), the share does not.
  const late = { ...one, packetsReceived: 50, packetsLost: 9 };
  assertEquals(streamStats(now, report(picture(1000, late))).received.camera?.loss, 0);
});

Deno.test("StreamStats: what is sent is judged by what the other side reports", () => {
  const out = (timestamp: number, packetsSent: number, bytesSent: number) => ({
    id: "o",
    type: "outbound-rtp",
    mid: "0",
    remoteId: "r",
    timestamp,
    packetsSent,
    bytesSent,
  });
  const told = {
    id: "r",
    type: "remote-inbound-rtp",
    fractionLost: 0.25,
    jitter: 0.01,
    roundTripTime: 0.08,
  };
  const { sent, roundTrip } = streamStats(
    report(out(2000, 50, 6000), told),
    report(out(1000, 0, 0), told),
  );
  const stream = { codec: "", width: null, height: null, rate: null };
  assertEquals(sent, { mic: { ...stream, bitrate: 48_000, loss: 0.25, jitter: 10 } });
  // No pair of candidates tells it here.
  assertEquals(roundTrip, 80);
});

Deno.test("StreamStats: a gauge compares one connection with itself, and begins anew with another", async () => {
  const gauge = createStatsReader();
  const reading = (timestamp: number, packetsReceived: number) => ({
    id: "i",
    type: "inbound-rtp",
    mid: "0",
    timestamp,
    packetsReceived,
    bytesReceived: packetsReceived * 100,
  });
  const readings = [reading(1000, 0), reading(2000, 50), reading(3000, 150)];
  const rtc = () => ({ getStats: () => Promise.resolve(report(...readings.splice(0, 1))) });
  const one = rtc();
  const bitrate = async (of: typeof one) => (await gauge(of))?.received.mic?.bitrate;
  assertEquals([await bitrate(one), await bitrate(one)], [undefined, 40_000]);
  assertEquals(await bitrate(rtc()), undefined);
  assertEquals(await gauge({ getStats: () => Promise.reject(new Error("closed")) }), null);
});

Deno.test("StreamStats: the delay is that of the camera, by shown frames or its sender's report", () => {
  const counted = { packetsReceived: 100, packetsLost: 0, bytesReceived: 9000, framesDecoded: 30 };
  const more = { ...counted, packetsReceived: 200, framesDecoded: 60 };
  const inbound = { ...more, remoteId: "s", estimatedPlayoutTimestamp: 2910 };
  const sent = { id: "s", type: "remote-outbound-rtp", timestamp: 2500, remoteTimestamp: 2480 };
  const heard = { id: "r", type: "remote-inbound-rtp", roundTripTime: 0.04 };
  const own = { id: "o", type: "outbound-rtp", mid: "0", remoteId: "r" };
  const screen = { ...picture(3000, inbound), id: "x", mid: "2", estimatedPlayoutTimestamp: 0 };
  const now = report(
    screen,
    picture(3000, inbound),
    sent,
    heard,
    { ...own, timestamp: 3000, packetsSent: 50 },
  );
  const before = report(
    picture(2000, counted),
    { ...screen, packetsReceived: 0, timestamp: 2000 },
    { ...own, timestamp: 2000, packetsSent: 0 },
  );
  assertEquals(streamStats(now, before).delay, { ms: 90, source: "reports" });
  const frames = [{ captured: 5000, shown: 5070 }];
  assertEquals(streamStats(now, before, {}, frames).delay, { ms: 70, source: "frames" });
  // Without a picture that comes in, there is no delay of one.
  const still = report(picture(3000, { ...inbound, ...counted }), sent);
  assertEquals(streamStats(still, before, {}, frames).delay, null);
});

import { assertEquals } from "@std/assert";
import { watchEncoders } from "../../../../client/call/bandwidth/encoders.ts";
import type { Connection } from "../../../../client/call/connection/connection.ts";
import type { Report } from "../../../../client/call/health/selected_path.ts";

const CAP = { height: 270, rate: 15, bitrate: 450_000 };
const CAPS = { camera: CAP, screen: CAP, refused: false };

/** Counters after a camera has sent `rate` bits in each second, of the `target` of its encoder. */
function report(seconds: number, rate: number, target: number, codec: string, lost = 0): Report {
  const timestamp = seconds * 1000;
  return new Map<string, Record<string, unknown>>([
    ["codec", { id: "codec", type: "codec", mimeType: codec }],
    ["pair", {
      id: "pair",
      type: "candidate-pair",
      nominated: true,
      state: "succeeded",
      availableOutgoingBitrate: target,
    }],
    ["transport", { id: "transport", type: "transport", selectedCandidatePairId: "pair" }],
    ["heard", { id: "heard", type: "remote-inbound-rtp", timestamp, fractionLost: lost }],
    ["camera", {
      id: "camera",
      type: "outbound-rtp",
      kind: "video",
      mid: "1",
      codecId: "codec",
      timestamp,
      bytesSent: seconds * rate / 8,
      targetBitrate: target,
    }],
  ]) as unknown as Report;
}

function shareable(rate: number, target: number, codec = "video/VP8", lost = 0): number {
  const encoders = watchEncoders(() => 0);
  const connection = { rtc: {} } as Connection;
  for (const seconds of [1, 2]) {
    encoders.read("a", connection, report(seconds, rate, target, codec, lost), CAPS);
  }
  return encoders.shareable("a");
}

Deno.test("EncoderWatch: a way may carry another member's frames unless its own encoder uses it up", () => {
  // An estimate is no higher than this where little is sent.
  assertEquals(shareable(100_000, 300_000), Infinity);
  assertEquals(shareable(290_000, 300_000), 300_000);
  assertEquals(shareable(440_000, 450_000), Infinity);
});

Deno.test("EncoderWatch: none comes to a lossy way, or in another codec than VP8", () => {
  assertEquals(shareable(100_000, 300_000, "video/VP8", 0.05), 0);
  assertEquals(shareable(100_000, 300_000, "video/AV1"), 0);
  assertEquals(watchEncoders(() => 0).shareable("a"), 0);
});

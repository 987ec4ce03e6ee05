import { assertEquals } from "@std/assert";
import { readEncoders } from "../../../../client/call/bandwidth/encoder_stats.ts";

/** A report of what has been sent so far; `lost` is the share in the other side's newest report. */
function report(at: number, bytes: number, lost: number, more: object = {}) {
  return new Map<string, Record<string, unknown>>([
    ["v", {
      id: "v",
      type: "outbound-rtp",
      kind: "video",
      timestamp: at,
      bytesSent: bytes,
      ...more,
    }],
    ["r", { id: "r", type: "remote-inbound-rtp", timestamp: at, fractionLost: lost }],
  ]);
}

const cap = (bitrate: number) => ({ height: 360, rate: 30, bitrate });
const CAPS = { camera: cap(1_000_000), screen: cap(2_000_000) };
const second = (lost: number, kilobits: number) =>
  readEncoders(report(1000, kilobits * 125, lost), report(0, 0, 0), CAPS);

Deno.test("readEncoders: packets that a radio loses do not narrow the uplink where a browser has no estimate", () => {
  assertEquals(second(0.09, 800).pressed, false);
  assertEquals(second(0.2, 800).pressed, true);
});

Deno.test("readEncoders: an outage leaves each way what a poor picture needs, since more may get through", () => {
  assertEquals(second(1, 0).estimate, 214_000);
  assertEquals(second(0.5, 800).estimate, 400_000);
});

Deno.test("readEncoders: a stream without mid is judged by the limit of its track's slot", () => {
  const tracked = (id: string, mid: string) => ({
    mid,
    receiver: { track: { id: `their ${id}` } },
    sender: { track: { id } },
  });
  const rtc = {
    getTransceivers: () => [tracked("camera", "1"), tracked("screen", "2")],
  } as unknown as RTCPeerConnection;
  const pressed = (trackIdentifier: string) => {
    const more = { trackIdentifier, targetBitrate: 950_000 };
    const now = report(1000, 950 * 125, 0, more);
    now.set("pair", {
      id: "pair",
      type: "candidate-pair",
      state: "succeeded",
      nominated: true,
      availableOutgoingBitrate: 1e6,
    });
    return readEncoders(now, report(0, 0, 0, more), CAPS, rtc).pressed;
  };
  assertEquals([pressed("camera"), pressed("screen")], [false, true]);
});

import { assertEquals } from "@std/assert";
import { countMedia, monitorHealth } from "../../../../client/call/health/media_health.ts";
import { outboundFrames } from "../../../../client/call/bandwidth/outbound_frames.ts";
import { streamStats } from "../../../../client/call/health/stream_stats.ts";
import { fakeTrack } from "../../../fakes/media.ts";

/** A connection of a browser whose statistics name no `mid`, as Safari's. */
function nameless() {
  const received = [fakeTrack("audio"), fakeTrack("video"), fakeTrack("video")];
  const camera = fakeTrack("video");
  const transceivers = received.map((track, at) => ({
    mid: String(at),
    receiver: { track },
    sender: { track: at === 1 ? camera : null },
  }));
  let frames = 0;
  const report = () =>
    new Map<string, Record<string, unknown>>([
      ["a", { type: "inbound-rtp", kind: "audio", packetsReceived: 50 * frames }],
      ["b", video(received[1]?.id, frames)],
      ["c", video(received[2]?.id, 7)],
      ["s", { type: "media-source", trackIdentifier: camera.id }],
      ["o", { type: "outbound-rtp", kind: "video", mediaSourceId: "s", framesEncoded: 9 }],
    ]);
  const video = (trackIdentifier: string | undefined, framesDecoded: number) => ({
    type: "inbound-rtp",
    kind: "video",
    trackIdentifier,
    packetsReceived: 4 * framesDecoded,
    framesDecoded,
  });
  return {
    show: (count: number) => void (frames += count),
    report,
    rtc: {
      getStats: () => Promise.resolve(report() as unknown as RTCStatsReport),
      getTransceivers: () => transceivers as unknown as RTCRtpTransceiver[],
    },
  };
}

Deno.test("rtpSlots: streams without a mid are known by their tracks, sent ones too", async () => {
  const { rtc, show } = nameless();
  show(3);
  const { packets, frames } = await countMedia(rtc);
  assertEquals(packets, { mic: 150, camera: 12, screen: 28 });
  assertEquals(frames, { mic: 0, camera: 3, screen: 7 });
  const encoded = outboundFrames(rtc, await rtc.getStats(), "framesEncoded");
  assertEquals(encoded, { mic: 0, camera: 9, screen: 0 });
});

Deno.test("rtpSlots: a camera that stands still is missed without a mid, too", async () => {
  const { rtc, show } = nameless();
  const monitor = monitorHealth(0);
  const due = { mic: true, camera: true, screen: false };
  show(1);
  for (let second = 1; second <= 8; second++) {
    monitor.look(
      { ...await countMedia(rtc), packets: { mic: second, camera: 4, screen: 0 } },
      due,
      second * 1000,
    );
  }
  assertEquals(monitor.health(8000).stalled, 7000);
});

Deno.test("rtpSlots: the numbers of a connection name its streams without a mid", () => {
  const { rtc, report, show } = nameless();
  const at = (timestamp: number) => {
    const stamped = [...report()].map(([id, one]) => [id, { ...one, id, timestamp }] as const);
    return new Map(stamped) as unknown as Parameters<typeof streamStats>[0];
  };
  const before = at(0);
  show(30);
  assertEquals(Object.keys(streamStats(at(1000), before, rtc).received), ["mic", "camera"]);
});

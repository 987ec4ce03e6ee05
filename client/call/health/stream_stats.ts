import { describePath, type Report } from "./selected_path.ts";
import type { Delay, Measure, ShownFrame, Stream } from "../../state/diagnostics.ts";
import { cameraDelay, delaySources } from "./camera_delay.ts";
import { rtpSlots, type TrackedConnection } from "./rtp_slot.ts";

/** Reads a connection again and again; each answer is about the time since the one before. */
export type StatsReader = (
  rtc: Pick<RTCPeerConnection, "getStats"> & TrackedConnection,
  frames?: readonly ShownFrame[],
) => Promise<Measure | null>;

/** A gauge that has read nothing yet. */
export function createStatsReader(): StatsReader {
  let before: { readonly of: unknown; readonly report: Report } | null = null;
  return async (rtc, frames) => {
    const report = await rtc.getStats().catch(() => null);
    if (!report) return null;
    const known = before?.of === rtc ? before.report : null;
    before = { of: rtc, report };
    return streamStats(report, known, rtc, frames);
  };
}

/** Measures one connection by two readings (W3C WebRTC Statistics §8). */
export function streamStats(
  report: Report,
  before: Report | null,
  rtc: TrackedConnection = {},
  frames: readonly ShownFrame[] = [],
): Measure {
  const slotOf = rtpSlots(rtc, report);
  const received: Measure["received"] = {};
  const sent: Measure["sent"] = {};
  let heard: number | null = null;
  for (const one of report.values()) {
    const slot = slotOf(one);
    const then = before?.get(one.id);
    const seconds = then ? (one.timestamp - then.timestamp) / 1000 : 0;
    if (!slot || seconds <= 0) continue;
    const grown = (name: string) => Math.max(0, (one[name] ?? 0) - (then[name] ?? 0));
    const common = {
      codec: String(report.get(one.codecId)?.mimeType ?? "").replace(/^.*\//, ""),
      width: one.frameWidth ?? null,
      height: one.frameHeight ?? null,
    };
    if (one.type === "inbound-rtp" && grown("packetsReceived") > 0) {
      received[slot] = {
        ...common,
        rate: slot === "mic" ? null : grown("framesDecoded") / seconds,
        bitrate: grown("bytesReceived") * 8 / seconds,
        loss: grown("packetsLost") / (grown("packetsLost") + grown("packetsReceived")),
        jitter: milliseconds(one.jitter),
      };
    }
    if (one.type === "outbound-rtp" && grown("packetsSent") > 0) {
      // What the other side says of it (RFC 3550 §6.4.1).
      const told = report.get(one.remoteId);
      heard ??= milliseconds(told?.roundTripTime);
      sent[slot] = {
        ...common,
        rate: slot === "mic" ? null : grown("framesEncoded") / seconds,
        bitrate: grown("bytesSent") * 8 / seconds,
        loss: told?.fractionLost ?? null,
        jitter: milliseconds(told?.jitter),
      };
    }
  }
  const { path = null, protocol = null, roundTrip: checked = null } = describePath(report) ?? {};
  const roundTrip = checked ?? heard;
  const delay = received.camera && before
    ? measureDelay({ report, before, slotOf, roundTrip, frames })
    : null;
  return { path, protocol, roundTrip, delay, received, sent };
}

/** Measures the delay of the camera's picture between two readings. */
function measureDelay({ report, before, slotOf, roundTrip, frames }: {
  readonly report: Report;
  readonly before: Report;
  readonly slotOf: ReturnType<typeof rtpSlots>;
  readonly roundTrip: number | null;
  readonly frames: readonly ShownFrame[];
}): Delay | null {
  const camera = (type: string) =>
    [...report.values()].find((one) => one.type === type && slotOf(one) === "camera");
  const [inbound, outbound] = [camera("inbound-rtp"), camera("outbound-rtp")];
  const stats = {
    inbound,
    inboundBefore: before.get(inbound?.id),
    senderReport: report.get(inbound?.remoteId),
    outbound,
    outboundBefore: before.get(outbound?.id),
    roundTrip,
  };
  return cameraDelay(delaySources(stats, frames));
}

function milliseconds(seconds: unknown): Stream["jitter"] {
  return typeof seconds === "number" ? seconds * 1000 : null;
}

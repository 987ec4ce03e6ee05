import { type Slot, SLOTS } from "../media/slots.ts";

/** Slice of a connection by whose tracks a stream is recognized. */
export type TrackedConnection = Partial<Pick<RTCPeerConnection, "getTransceivers">>;

/** Slice of an RTP stream's statistics (W3C WebRTC Statistics §8). */
interface RtpStream {
  readonly mid?: unknown;
  readonly kind?: unknown;
  readonly trackIdentifier?: unknown;
  readonly mediaSourceId?: unknown;
}

/**
 * Finds the slot of an RTP stream in a report: by its `mid`, and in browsers whose statistics have
 * none (Safari) by its track, or by being the only sound.
 */
export function rtpSlots(
  rtc: TrackedConnection,
  report: { get(id: string): RtpStream | undefined },
): (stream: RtpStream) => Slot | undefined {
  let byTrack: Map<unknown, Slot> | null = null;
  return (stream) => {
    if (stream.mid !== undefined) return SLOTS[Number(stream.mid)];
    byTrack ??= tracksOf(rtc);
    const source = report.get(String(stream.mediaSourceId));
    const found = byTrack.get(stream.trackIdentifier ?? source?.trackIdentifier ?? null);
    return found ?? (stream.kind === "audio" ? "mic" : undefined);
  };
}

function tracksOf(rtc: TrackedConnection): Map<unknown, Slot> {
  const found = new Map<unknown, Slot>();
  for (const { mid, receiver, sender } of rtc.getTransceivers?.() ?? []) {
    const slot = SLOTS[Number(mid ?? NaN)];
    if (!slot) continue;
    found.set(receiver.track.id, slot);
    if (sender.track) found.set(sender.track.id, slot);
  }
  return found;
}

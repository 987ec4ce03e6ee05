import { rtpSlots, type TrackedConnection } from "../health/rtp_slot.ts";
import type { Report } from "../health/selected_path.ts";
import type { Slot } from "../media/slots.ts";

/** Frames that were encoded, or sent, so far, by m-line (W3C WebRTC Statistics §8.4). */
export function outboundFrames(
  rtc: TrackedConnection,
  report: Report,
  counter: "framesEncoded" | "framesSent",
): Record<Slot, number> {
  const frames = { mic: 0, camera: 0, screen: 0 };
  const slotOf = rtpSlots(rtc, report);
  for (const one of report.values()) {
    const slot = one.type === "outbound-rtp" ? slotOf(one) : undefined;
    if (slot) frames[slot] += one[counter] ?? 0;
  }
  return frames;
}

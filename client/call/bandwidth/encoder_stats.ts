import { availableBitrate, type Report } from "../health/selected_path.ts";
import { rtpSlots, type TrackedConnection } from "../health/rtp_slot.ts";
import type { Caps } from "../media/encodings.ts";
import { LEAST_WAY } from "./bitrate_allocation.ts";

/** Sending of one connection between two looks. */
export interface EncoderStats {
  /** Bits per second that the way is estimated to carry; null where the browser does not say. */
  readonly estimate: number | null;
  /** True if an encoder uses all that it is allowed, and its limits allow it more. */
  readonly pressed: boolean;
  /** True if the browser sends less for want of processor time. */
  readonly limited: boolean;
  /** Share of the time between two frames that encoding one takes. */
  readonly busy: number;
}

/** Share of its target that an encoder in need uses, and of its limit that its target is below. */
const USED = 0.75;
const ALLOWED = 0.9;
/**
 * Losses in a report at which a browser without an estimate has a full way: from here on congestion
 * control lowers the rate (draft-ietf-rmcat-gcc-02 §6), below it a radio may have lost them.
 */
const LOSSY = 0.1;

/** Reads the encoders of a connection; `before` is what was read a look ago. */
export function readEncoders(
  report: Report,
  before: Report,
  caps: Pick<Caps, "camera" | "screen"> | undefined,
  rtc: TrackedConnection = {},
): EncoderStats {
  const slotOf = rtpSlots(rtc, report);
  let [pressed, limited, busy, sent] = [false, false, 0, 0];
  let lost = 0;
  for (const one of report.values()) {
    const then = before.get(one.id);
    const seconds = then ? (one.timestamp - then.timestamp) / 1000 : 0;
    if (one.type === "remote-inbound-rtp") lost = Math.max(lost, one.fractionLost ?? 0);
    if (one.type !== "outbound-rtp" || seconds <= 0) continue;
    const grown = (name: string) => Math.max(0, (one[name] ?? 0) - (then[name] ?? 0));
    const rate = grown("bytesSent") * 8 / seconds;
    sent += rate;
    if (one.kind !== "video") continue;
    const { targetBitrate: target = Infinity, qualityLimitationReason: reason } = one;
    const limit = caps?.[slotOf(one) === "screen" ? "screen" : "camera"].bitrate ?? 0;
    if (rate > USED * target && target < ALLOWED * limit) pressed = true;
    if (reason === "cpu") limited = true;
    const frames = grown("framesEncoded");
    if (frames > 0) busy = Math.max(busy, grown("totalEncodeTime") / seconds);
  }
  const estimate = availableBitrate(report);
  if (estimate !== null) return { estimate, pressed, limited, busy };
  // Reports confirm what has arrived. The way may carry more: this takes no picture away.
  const confirmed = Math.max(LEAST_WAY, sent * (1 - lost));
  return { estimate: confirmed, pressed: lost > LOSSY, limited, busy };
}

import { availableBitrate, type Report } from "../health/selected_path.ts";
import type { Caps } from "../media/encodings.ts";
import { SLOTS } from "../media/slots.ts";

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
/** Losses that a browser without an estimate has, in a report, when its way is full. */
const LOSSY = 0.03;

/** Reads the encoders of a connection; `before` is what was read a look ago. */
export function readEncoders(
  report: Report,
  before: Report,
  caps: Pick<Caps, "camera" | "screen"> | undefined,
): EncoderStats {
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
    const limit = caps?.[SLOTS[Number(one.mid)] === "screen" ? "screen" : "camera"].bitrate ?? 0;
    if (rate > USED * target && target < ALLOWED * limit) pressed = true;
    if (reason === "cpu") limited = true;
    const frames = grown("framesEncoded");
    if (frames > 0) busy = Math.max(busy, grown("totalEncodeTime") / seconds);
  }
  const estimate = availableBitrate(report);
  // Where the browser does not tell, reports confirm what has arrived.
  if (estimate !== null) return { estimate, pressed, limited, busy };
  return { estimate: sent * (1 - lost), pressed: lost > LOSSY, limited, busy };
}

import type { Delay, ShownFrame } from "../../state/diagnostics.ts";

/** One entry of the statistics of a connection. */
type Stats = Readonly<Record<string, unknown>>;

/** Sources of the delay of one picture; all times in ms. */
export interface DelaySources {
  /** Frames shown since the last reading. */
  readonly frames: readonly ShownFrame[];
  /** State of the playout at one moment; null where the browser does not tell. */
  readonly playout: {
    /** This page's time since 1970. */
    readonly now: number;
    /** Capture time of what plays now, on the sender's clock since 1970. */
    readonly captured: number;
    /** Lead of the sender's clock over this page's. */
    readonly clockOffset: number;
  } | null;
  /** Parts of the way that are known one by one; null while one of them is not. */
  readonly parts: {
    readonly roundTrip: number;
    /** Time in the jitter buffer and in the decoder, per frame. */
    readonly buffering: number;
    readonly decoding: number;
    /** Time in this page's own encoder, which stands in for the sender's. */
    readonly encoding: number;
  } | null;
}

/** Milliseconds from 1900, where NTP begins (RFC 5905 §6), to 1970. */
const NTP_EPOCH_MS = 2_208_988_800_000;
/** Time until a decoded frame is on a screen of 60 Hz, which no statistics tell. */
const REFRESH_MS = 17;
/** Longer delays come from a clock or a sender report that is wrong. */
const MAX_DELAY_MS = 60_000;

/** Delay of a picture from camera to screen by the best source there is; null when none is. */
export function cameraDelay({ frames, playout, parts }: DelaySources): Delay | null {
  const found: readonly (readonly [Delay["source"], number | null])[] = [
    ["frames", median(frames.map(({ captured, shown }) => shown - captured).filter(isDelay))],
    ["reports", playout && playout.now + playout.clockOffset - playout.captured],
    ["parts", parts && sum(parts)],
  ];
  for (const [source, ms] of found) if (ms !== null && isDelay(ms)) return { ms, source };
  return null;
}

/** Entries of two reports that tell about the delay of one received picture. */
export interface DelayStats {
  /** Its `inbound-rtp`, now and before. */
  readonly inbound: Stats | undefined;
  readonly inboundBefore: Stats | undefined;
  /** Its `remote-outbound-rtp`: the sender report that came last. */
  readonly senderReport: Stats | undefined;
  /** `outbound-rtp` of this page's own camera, now and before, if it sends any. */
  readonly outbound: Stats | undefined;
  readonly outboundBefore: Stats | undefined;
  /** Milliseconds. */
  readonly roundTrip: number | null;
}

/** Reads the sources of the delay out of statistics (W3C WebRTC Statistics §8.4, §8.7). */
export function delaySources(
  stats: DelayStats,
  frames: readonly ShownFrame[],
): DelaySources {
  const { inbound, inboundBefore, outbound, outboundBefore, senderReport, roundTrip } = stats;
  const now = number(inbound?.["timestamp"]);
  const played = number(inbound?.["estimatedPlayoutTimestamp"]);
  const sent = number(senderReport?.["remoteTimestamp"]);
  const arrived = number(senderReport?.["timestamp"]);
  const known = now !== null && played !== null && sent !== null && arrived !== null;
  const per = (now: Stats | undefined, then: Stats | undefined, time: string, count: string) => {
    const grown = (name: string) => (number(now?.[name]) ?? 0) - (number(then?.[name]) ?? 0);
    return grown(count) > 0 ? grown(time) / grown(count) * 1000 : null;
  };
  const buffering = per(inbound, inboundBefore, "jitterBufferDelay", "jitterBufferEmittedCount");
  const decoding = per(inbound, inboundBefore, "totalDecodeTime", "framesDecoded");
  const encoding = per(outbound, outboundBefore, "totalEncodeTime", "framesEncoded") ?? 0;
  return {
    frames,
    playout: known && roundTrip !== null
      ? {
        now,
        captured: since1970(played, now),
        clockOffset: sent + roundTrip / 2 - arrived,
      }
      : null,
    parts: roundTrip !== null && buffering !== null && decoding !== null
      ? { roundTrip, buffering, decoding, encoding }
      : null,
  };
}

/** A time since 1970: Chromium counts the playout from 1900, as the specification has it. */
function since1970(time: number, now: number): number {
  const shifted = time - NTP_EPOCH_MS;
  return Math.abs(shifted - now) < Math.abs(time - now) ? shifted : time;
}

/** Sum of the way from the sender's encoder to the screen. */
function sum(parts: NonNullable<DelaySources["parts"]>): number {
  const { encoding, roundTrip, buffering, decoding } = parts;
  return encoding + roundTrip / 2 + buffering + decoding + REFRESH_MS;
}

/** True if a picture may have taken so long. */
function isDelay(ms: number): boolean {
  return ms >= 0 && ms <= MAX_DELAY_MS;
}

function median(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

import type { Later } from "../../platform/clock.ts";
import type { About } from "../messages/about.ts";
import { type Slot, SLOTS } from "../media/slots.ts";
import { rtpSlots, type TrackedConnection } from "./rtp_slot.ts";

/** Counters of what has come in and what was confirmed, at one look at a connection. */
export interface MediaCounts {
  /** RTP packets received, by m-line. */
  readonly packets: Readonly<Record<Slot, number>>;
  /** Frames decoded, by m-line; none for sound. */
  readonly frames: Readonly<Record<Slot, number>>;
  readonly lost: number;
  /** RTP packets sent. */
  readonly sent: number;
  /** When the newest receiver report of the other side was written, in ms; 0 before the first. */
  readonly report: number;
}

/** Health of a connection, judged by what really arrives. */
export interface Health {
  /** Milliseconds since anything came in. */
  readonly silent: number;
  /** Milliseconds that a kind which is due has stood still while others came in. */
  readonly stalled: number;
  /** Milliseconds that packets of a picture have come in and no frame of it was decoded. */
  readonly frozen: number;
  /** Milliseconds since they last confirmed to receive what this page sends. */
  readonly unheard: number;
  /** More than one packet in twelve was lost lately. */
  readonly lossy: boolean;
}

/** Follows the counters of one connection. */
export interface HealthMonitor {
  look(counts: MediaCounts, due: ExpectedMedia, now: number): void;
  /** Something was said on the data channel. */
  heard(now: number): void;
  health(now: number): Health;
}

/** Kinds of media that the other side says it sends. */
export type ExpectedMedia = Readonly<Record<Slot, boolean>>;

/** Time over which losses are judged. */
const LOSS_WINDOW_MS = 3000;
/** A page that sends nothing is heard every two seconds by its beat: silence begins so much later. */
const BEAT_SLACK_MS = 3000;
/** Nothing came for this long: a kind that stood still meanwhile did so with all others. */
const GAP_MS = 1500;
/** Looks further apart than this were not missed by the network: this page slept. */
const SLEPT_MS = 5000;

/** Kinds of media to expect of a member that tells this of itself. */
export function expectedMedia({ mic, camera, screen }: About): ExpectedMedia {
  return { mic, camera, screen };
}

/** Reads the counters (W3C WebRTC Statistics §8). Rejects when the connection is closed. */
export async function countMedia(
  rtc: Pick<RTCPeerConnection, "getStats"> & TrackedConnection,
  report = rtc.getStats(),
): Promise<MediaCounts> {
  const packets = { mic: 0, camera: 0, screen: 0 };
  const frames = { mic: 0, camera: 0, screen: 0 };
  let [lost, sent, confirmed] = [0, 0, 0];
  const stats = await report;
  const slotOf = rtpSlots(rtc, stats);
  for (const one of stats.values()) {
    if (one.type === "inbound-rtp") {
      const slot = slotOf(one);
      lost += Math.max(0, one.packetsLost ?? 0);
      if (!slot) continue;
      packets[slot] += one.packetsReceived ?? 0;
      frames[slot] += one.framesDecoded ?? 0;
    }
    if (one.type === "outbound-rtp") sent += one.packetsSent ?? 0;
    if (one.type === "remote-inbound-rtp") confirmed = Math.max(confirmed, one.timestamp ?? 0);
  }
  return { packets, frames, lost, sent, report: confirmed };
}

/** A connection that has just come up. */
export function monitorHealth(start: number): HealthMonitor {
  let before: MediaCounts | null = null;
  let looked = start;
  let came = start;
  let arrived = start;
  let confirmed = start;
  let flowing = false;
  const losses = watchLosses(start);
  const moved: Record<Slot, number> = { mic: start, camera: start, screen: start };
  const shown: Record<Slot, number> = { mic: start, camera: start, screen: start };

  /** A kind moves when frames of it are decoded, or packets of sound received. */
  const progress = (counts: MediaCounts, slot: Slot) =>
    slot === "mic" ? counts.packets.mic : counts.frames[slot];

  return {
    look(counts, due, now) {
      if (now - looked > SLEPT_MS) {
        came = arrived = confirmed = now;
        for (const slot of SLOTS) moved[slot] = shown[slot] = now;
      }
      looked = now;
      if (!before || packetsOf(counts) > packetsOf(before)) {
        const gap = now - arrived > GAP_MS;
        came = arrived = now;
        if (gap) { for (const slot of SLOTS) moved[slot] = now; }
      }
      // Nothing sent, or nothing new heard from this browser: nothing to confirm.
      if (!before || counts.report > before.report || counts.sent === before.sent) confirmed = now;
      for (const slot of SLOTS) {
        const still = before && progress(counts, slot) <= progress(before, slot);
        const fed = before && counts.packets[slot] > before.packets[slot];
        if (slot === "mic" || !still || !fed) shown[slot] = now;
        // What has never come is not missed: it may be on its way, or nobody's intention.
        if (!still || !due[slot] || progress(counts, slot) === 0) moved[slot] = now;
      }
      flowing = SLOTS.some((slot) => due[slot] && progress(counts, slot) > 0);
      losses.judge(counts, now);
      before = counts;
    },
    heard: (now) => void (came = now),
    health(now) {
      const silent = Math.max(0, now - came - (flowing ? 0 : BEAT_SLACK_MS));
      const stillest = Math.min(...SLOTS.map((slot) => moved[slot]));
      return {
        silent,
        stalled: Math.max(0, now - stillest - silent),
        frozen: now - Math.min(...SLOTS.map((slot) => shown[slot])),
        unheard: before?.report ? now - confirmed : 0,
        lossy: losses.isLossy(),
      };
    },
  };
}

function packetsOf({ packets }: MediaCounts): number {
  return SLOTS.reduce((sum, slot) => sum + packets[slot], 0);
}

/** Judges the losses of a connection, window by window. */
function watchLosses(start: number) {
  let window = { at: start, received: 0, lost: 0 };
  let isLossy = false;
  return {
    isLossy: () => isLossy,
    judge(counts: MediaCounts, now: number): void {
      if (now - window.at < LOSS_WINDOW_MS) return;
      const received = packetsOf(counts) - window.received;
      const lost = counts.lost - window.lost;
      isLossy = received + lost > 20 && lost > (received + lost) / 12;
      window = { at: now, received: packetsOf(counts), lost: counts.lost };
    },
  };
}

/** Time between two looks for the first frame of a new connection. */
const FIRST_FRAME_POLL_MS = 150;

/** Resolves to true at the first decoded frame, to false when the connection is closed. */
export async function firstFrame(
  rtc: Pick<RTCPeerConnection, "getStats" | "connectionState">,
  later: Later,
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted && rtc.connectionState !== "closed") {
    const counts = await countMedia(rtc).catch(() => null);
    if (!counts) return false;
    if (counts.frames.camera + counts.frames.screen > 0) return true;
    await new Promise<void>((resolve) => later(FIRST_FRAME_POLL_MS, resolve, signal));
  }
  return false;
}

import type { Later } from "../../platform/clock.ts";
import type { About } from "../messages/about.ts";
import { type Slot, SLOTS } from "../media/slots.ts";

/** What has come in and what was confirmed, at one look at a connection. */
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

/** How a connection does, judged by what really arrives. */
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

/** Which kinds the other side says it sends. */
export type ExpectedMedia = Readonly<Record<Slot, boolean>>;

/** Losses are judged over this long, in ms. */
const WINDOW = 3000;
/** Who sends nothing is heard every two seconds by its beat: so much later silence begins, in ms. */
const SLACK = 3000;
/** Nothing came for this long, in ms: a kind that stood still meanwhile did so with all others. */
const GAP = 1500;
/** Looks further apart than this, in ms, were not missed by the network: this page slept. */
const SLEPT = 5000;

/** What is due of somebody who says this. */
export function expectedMedia({ mic, camera, screen }: About): ExpectedMedia {
  return { mic, camera, screen };
}

/** Reads the counters (W3C WebRTC Statistics §8). Rejects when the connection is closed. */
export async function countMedia(rtc: Pick<RTCPeerConnection, "getStats">): Promise<MediaCounts> {
  const packets = { mic: 0, camera: 0, screen: 0 };
  const frames = { mic: 0, camera: 0, screen: 0 };
  let [lost, sent, report] = [0, 0, 0];
  for (const one of (await rtc.getStats()).values()) {
    if (one.type === "inbound-rtp") {
      const slot = SLOTS[Number(one.mid)];
      lost += Math.max(0, one.packetsLost ?? 0);
      if (!slot) continue;
      packets[slot] += one.packetsReceived ?? 0;
      frames[slot] += one.framesDecoded ?? 0;
    }
    if (one.type === "outbound-rtp") sent += one.packetsSent ?? 0;
    if (one.type === "remote-inbound-rtp") report = Math.max(report, one.timestamp ?? 0);
  }
  return { packets, frames, lost, sent, report };
}

/** A connection that has just come up. */
export function monitorHealth(start: number): HealthMonitor {
  let before: MediaCounts | null = null;
  let looked = start;
  let came = start;
  let arrived = start;
  let confirmed = start;
  let lossy = false;
  let flowing = false;
  let window = { at: start, received: 0, lost: 0 };
  const moved: Record<Slot, number> = { mic: start, camera: start, screen: start };
  const shown: Record<Slot, number> = { mic: start, camera: start, screen: start };

  /** A kind moves when frames of it are decoded, or packets of sound received. */
  const progress = (counts: MediaCounts, slot: Slot) =>
    slot === "mic" ? counts.packets.mic : counts.frames[slot];

  function all({ packets }: MediaCounts): number {
    return SLOTS.reduce((sum, slot) => sum + packets[slot], 0);
  }

  function judgeLosses(counts: MediaCounts, now: number): void {
    if (now - window.at < WINDOW) return;
    const received = all(counts) - window.received;
    const lost = counts.lost - window.lost;
    lossy = received + lost > 20 && lost > (received + lost) / 12;
    window = { at: now, received: all(counts), lost: counts.lost };
  }

  return {
    look(counts, due, now) {
      if (now - looked > SLEPT) {
        came = arrived = confirmed = now;
        for (const slot of SLOTS) moved[slot] = shown[slot] = now;
      }
      looked = now;
      if (!before || all(counts) > all(before)) {
        const gap = now - arrived > GAP;
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
      judgeLosses(counts, now);
      before = counts;
    },
    heard: (now) => void (came = now),
    health(now) {
      const silent = Math.max(0, now - came - (flowing ? 0 : SLACK));
      const stillest = Math.min(...SLOTS.map((slot) => moved[slot]));
      return {
        silent,
        stalled: Math.max(0, now - stillest - silent),
        frozen: now - Math.min(...SLOTS.map((slot) => shown[slot])),
        unheard: before?.report ? now - confirmed : 0,
        lossy,
      };
    },
  };
}

/** How often a new connection is asked for its first frame, in ms. */
const GLANCE = 150;

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
    await new Promise<void>((resolve) => later(GLANCE, resolve, signal));
  }
  return false;
}

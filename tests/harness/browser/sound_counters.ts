import type { Visitor } from "./visitor.ts";

/** Counters of the sound on one connection (W3C WebRTC Statistics). */
export interface SoundCounters {
  /** The connection's place in the order in which the page made them. */
  readonly at: number;
  /** Version of the local description (RFC 8866 §5.2): each negotiation raises it. */
  readonly version: string;
  /** When the page looked, in ms. */
  readonly now: number;
  /** Packets. */
  readonly sent: number;
  readonly lost: number;
  /** Sound that the decoder made up, since no packet was there in time, in ms. */
  readonly concealedMs: number;
}

/** Changes on connections that were there all along. */
export interface Change {
  /** Connections that have negotiated. */
  readonly negotiated: number;
  /** Packets that were lost on the way, the most of any connection. */
  readonly lost: number;
  /** Sound that was made up, the most of any connection. */
  readonly concealedMs: number;
  /** Packets a second that a page which speaks sends on each connection, the fewest. */
  readonly rate: number;
  /** Packets sent to whom a page sent fewest, as a share of those to whom it sent most; the least. */
  readonly evenness: number;
}

/** Compares the counters of several pages. */
export function change(
  before: readonly (readonly SoundCounters[])[],
  now: readonly (readonly SoundCounters[])[],
): Change {
  const pages = before.map((counters, page) =>
    counters.flatMap((then) => {
      const one = now[page]?.find(({ at }) => at === then.at);
      if (!one) return [];
      return [{
        negotiated: one.version !== then.version,
        sent: one.sent - then.sent,
        seconds: (one.now - then.now) / 1000,
        lost: one.lost - then.lost,
        concealedMs: one.concealedMs - then.concealedMs,
      }];
    })
  );
  const all = pages.flat();
  const speaking = pages.filter((one) => one.some(({ sent }) => sent > 0));
  const shares = speaking.map((one) => {
    const sent = one.map((pair) => pair.sent);
    return Math.min(...sent) / Math.max(...sent);
  });
  return {
    negotiated: all.filter(({ negotiated }) => negotiated).length,
    lost: Math.max(...all.map(({ lost }) => lost)),
    concealedMs: Math.round(Math.max(...all.map(({ concealedMs }) => concealedMs))),
    rate: Math.min(...speaking.flat().map(({ sent, seconds }) => sent / seconds)),
    evenness: Math.min(...shares),
  };
}

/** The counters of every connection of the page that works. */
export function soundCounters({ page }: Visitor): Promise<SoundCounters[]> {
  return page.evaluate(readSoundCounters);
}

/** Runs in the page. */
async function readSoundCounters(): Promise<SoundCounters[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const SAMPLES_PER_MS = 48;
  const found: SoundCounters[] = [];
  // All at once, so that they are of one moment.
  await Promise.all(made.map(async (pc, at) => {
    if (pc.connectionState !== "connected") return;
    const [, version = ""] = /^o=\S+ \S+ (\d+)/m.exec(pc.localDescription?.sdp ?? "") ?? [];
    const stats = await pc.getStats();
    let [sent, lost, concealedMs] = [0, 0, 0];
    stats.forEach((one) => {
      if (one.mid !== "0") return;
      if (one.type === "outbound-rtp") sent = one.packetsSent;
      if (one.type !== "inbound-rtp") return;
      lost = one.packetsLost;
      // Silence that is made up is no gap: the sender said nothing (§8.2).
      concealedMs = (one.concealedSamples - (one.silentConcealedSamples ?? 0)) / SAMPLES_PER_MS;
    });
    found.push({ at, version, now: performance.now(), sent, lost, concealedMs });
  }));
  return found;
}

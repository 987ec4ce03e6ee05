import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Sums of what has come in, over all connections that work. */
interface Came {
  /** Packets of sound. */
  readonly received: number;
  readonly lost: number;
  readonly samples: number;
  /** Samples that the decoder made up, since no packet was there in time. */
  readonly concealed: number;
  readonly frames: number;
  /** Of pictures. */
  readonly bytes: number;
}

/** Runs in the page. */
async function readCame(): Promise<Came> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const came = { received: 0, lost: 0, samples: 0, concealed: 0, frames: 0, bytes: 0 };
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    (await pc.getStats()).forEach((one) => {
      if (one.type !== "inbound-rtp") return;
      if (one.kind === "video") {
        came.frames += one.framesDecoded ?? 0;
        came.bytes += one.bytesReceived ?? 0;
      } else if (one.mid === "0") {
        came.received += one.packetsReceived;
        came.lost += one.packetsLost;
        came.samples += one.totalSamplesReceived ?? 0;
        came.concealed += one.concealedSamples ?? 0;
      }
    });
  }
  return came;
}

const came = ({ page }: Visitor) => page.evaluate(readCame);

/** Share of the sound that may be made up beyond twice what the machine is late for anyway. */
export const AUDIBLE = 0.02;

/** How a call was while so many packets of sound were sent. */
export interface InboundMedia {
  /** Share of the sound that was lost on the way, 0 to 1. */
  readonly lost: number;
  /** Share of the sound that was made up: what was lost, and what the machine was late for. */
  readonly concealed: number;
  /** Pictures for each packet of sound that was sent. */
  readonly pictures: number;
  /** Bytes of each picture. */
  readonly bytes: number;
  /** Words of the page about media that it is sent less of. */
  readonly gets: string | null;
}

/** Watches while the other one sends so many packets of sound, some 50 a second. */
export async function watch(one: Visitor, packets: number): Promise<InboundMedia> {
  let before = await came(one);
  const sent = ({ received, lost }: Came) => received + lost - before.received - before.lost;
  const enough = async () => {
    const now = await came(one);
    // A connection was replaced: its counters begin anew.
    if (sent(now) < 0) before = now;
    return sent(now) >= packets;
  };
  await until(`${packets} packets of sound`, enough, () => came(one), TIMEOUT_MS);
  const now = await came(one);
  const frames = now.frames - before.frames;
  return {
    lost: (now.lost - before.lost) / sent(now),
    concealed: (now.concealed - before.concealed) / (now.samples - before.samples),
    pictures: frames / sent(now),
    bytes: (now.bytes - before.bytes) / Math.max(1, frames),
    gets: await one.page.evaluate(() => {
      return document.querySelector("[data-gets]")?.getAttribute("data-gets") ?? null;
    }),
  };
}

/** Time in which so many packets come in on a busy machine, in ms. */
const TIMEOUT_MS = 90_000;

/** Words for a report. */
export function describe(span: InboundMedia | null): string {
  if (!span) return "nothing";
  const share = (of: number) => `${(of * 100).toFixed(1)} %`;
  const { lost, concealed, pictures, bytes, gets } = span;
  return `${share(lost)} lost, ${share(concealed)} made up, ${pictures.toFixed(2)} pictures of ` +
    `${bytes.toFixed(0)} bytes a packet of sound, ${gets ?? "everything"}`;
}

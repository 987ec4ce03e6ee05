import type { Visitor } from "./visitor.ts";

/** Figures of the panel, and of the connection itself at that moment. */
export interface Reading {
  /** Of `performance.now()`, in ms. */
  readonly at: number;
  readonly path: string;
  readonly protocol: string;
  /** By chart: what is drawn, and what is written beside it. */
  readonly charts: Readonly<Record<string, { readonly now: number; readonly said: string }>>;
  /** By direction and slot, `received-camera`: the line of details. */
  readonly streams: Readonly<Record<string, string>>;
  readonly own: Own;
}

/** Sums and states of the one open connection (W3C WebRTC Statistics). */
export interface Own {
  /** Of the report, in ms. */
  readonly at: number;
  readonly bytes: { readonly received: number; readonly sent: number };
  readonly frames: { readonly received: number; readonly sent: number };
  /** By direction and slot, `received-camera`. */
  readonly codecs: Readonly<Record<string, string>>;
  readonly sizes: Readonly<Record<string, string>>;
  /** Of what comes in, by slot, in seconds. */
  readonly jitter: Readonly<Record<string, number>>;
  /** Of the pair in use, in seconds. */
  readonly roundTrip: number | null;
  readonly way: { readonly relayed: boolean; readonly protocol: string };
}

/** Reads both, each time that the open panel shows new numbers; the first reading is its own. */
export function readPanel({ page }: Visitor, times: number): Promise<Reading[]> {
  return page.evaluate(watchPanel, times);
}

/** Runs in the page, so it refers to nothing outside of itself. */
async function watchPanel(times: number): Promise<Reading[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };

  async function ask(): Promise<Own> {
    const rtc = made.find((pc) => pc.connectionState === "connected");
    if (!rtc) throw new Error("no connection");
    const stats = await rtc.getStats();
    const bytes = { received: 0, sent: 0 };
    const frames = { received: 0, sent: 0 };
    const codecs: Record<string, string> = {};
    const sizes: Record<string, string> = {};
    const jitter: Record<string, number> = {};
    let at = 0;
    let roundTrip: number | null = null;
    let way = { relayed: false, protocol: "" };
    let most = 0;
    stats.forEach((stat) => {
      const inbound = stat.type === "inbound-rtp";
      if (inbound || stat.type === "outbound-rtp") {
        const direction = inbound ? "received" : "sent";
        const slot = ["mic", "camera", "screen"][Number(stat.mid)] ?? "";
        const key = `${direction}-${slot}`;
        at = stat.timestamp;
        bytes[direction] += inbound ? stat.bytesReceived : stat.bytesSent;
        frames[direction] += (inbound ? stat.framesDecoded : stat.framesEncoded) ?? 0;
        const { mimeType } = stats.get(stat.codecId) ?? {};
        if (mimeType) codecs[key] = mimeType.split("/")[1];
        if (stat.frameWidth) sizes[key] = `${stat.frameWidth} × ${stat.frameHeight}`;
        if (inbound) jitter[slot] = stat.jitter;
      }
      // Several pairs are nominated; the one in use is the one that carries the media.
      if (stat.type === "candidate-pair" && stat.bytesSent > most) {
        most = stat.bytesSent;
        roundTrip = stat.currentRoundTripTime ?? null;
        const near = stats.get(stat.localCandidateId);
        const far = stats.get(stat.remoteCandidateId);
        const lent = near.candidateType === "relay";
        way = {
          relayed: lent || far.candidateType === "relay",
          protocol: lent ? near.relayProtocol : near.protocol,
        };
      }
    });
    return { at, bytes, frames, codecs, sizes, jitter, roundTrip, way };
  }

  async function read(): Promise<Reading> {
    const shown = document.querySelector<HTMLElement>("[data-path]");
    const charts: Record<string, { now: number; said: string }> = {};
    document.querySelectorAll<HTMLElement>("[data-chart]").forEach(({ dataset }, at, all) => {
      const said = all[at]?.querySelector("output")?.innerText ?? "";
      charts[dataset["chart"] ?? ""] = { now: Number(dataset["now"]), said };
    });
    const streams: Record<string, string> = {};
    document.querySelectorAll<HTMLElement>("[data-stream]").forEach((one) => {
      streams[one.dataset["stream"] ?? ""] = one.querySelector("dd")?.innerText ?? "";
    });
    const { path = "", protocol = "" } = shown?.dataset ?? {};
    return { at: performance.now(), path, protocol, charts, streams, own: await ask() };
  }

  const readings: Promise<Reading>[] = [];
  const chart = document.querySelector('[data-chart="in"]');
  if (!chart) throw new Error("the panel shows no numbers");
  await new Promise<void>((resolve) => {
    const eyes = new MutationObserver(() => {
      if (readings.push(read()) <= times) return;
      eyes.disconnect();
      resolve();
    });
    eyes.observe(chart, { attributeFilter: ["data-now"] });
  });
  return await Promise.all(readings);
}

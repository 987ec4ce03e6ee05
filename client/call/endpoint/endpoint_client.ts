import type { Later } from "../../platform/clock.ts";
import {
  candidatesIn,
  MAX_CANDIDATES,
  mendAnswer,
  mendOffer,
  namesAddress,
  observedCandidate,
  takesAll,
} from "./client_sdp.ts";

/** Options of {@link openEndpointClient}. */
export interface EndpointClientOptions {
  readonly sdp: string;
  /** Address of the client, as the server saw it. */
  readonly address: string | undefined;
  readonly rtc: RTCPeerConnection;
  readonly later: Later;
  /** Milliseconds for a lost client to come back. */
  readonly lostMs: number;
  /** Adds what is sent to the client, once its offer is known. */
  readonly send?: () => Promise<void>;
  /** Called once, when it is connected, with what it sends. */
  readonly began: (stream: MediaStream) => void;
  /** Called once, when it is over by itself. */
  readonly over: () => void;
  readonly signal: AbortSignal;
}

/** Connection with one client of an endpoint, which ends with its signal. */
export interface EndpointClient {
  /** The answer; or the reason why there is none. */
  readonly answer: Promise<Answer>;
  addCandidates(fragment: string): void;
  /** True while it is connected. */
  isLive(): boolean;
}

/** Answer to an offer. */
export type Answer =
  | { readonly is: "answer"; readonly sdp: string }
  | { readonly is: "codec" | "failed" };

/** Characters of an answer that always fits a frame: what an offer names may come back in it. */
const MAX_ANSWER_CHARS = 32_768;
/** Milliseconds for gathering: the page's answer is due soon after. */
const GATHER_MS = 1200;
/** Milliseconds for a client to connect, once it has the answer. */
const CONNECT_MS = 15_000;

/** Answers a client's offer. */
export function openEndpointClient(options: EndpointClientOptions): EndpointClient {
  const { rtc, later, signal } = options;
  const stream = new MediaStream();
  let begun = false;
  let lost = new AbortController();
  let early: string[] | null = [];
  signal.addEventListener("abort", () => {
    lost.abort();
    rtc.close();
  }, { once: true });

  const isLive = () => !signal.aborted && rtc.connectionState === "connected";
  const end = () => signal.aborted || options.over();

  function add(candidate: string): void {
    // One that the browser does not understand costs nothing but itself.
    rtc.addIceCandidate({ candidate, sdpMLineIndex: 0 }).catch(() => {});
  }

  rtc.addEventListener("track", ({ track }) => stream.addTrack(track), { signal });
  rtc.addEventListener("connectionstatechange", () => {
    lost.abort();
    lost = new AbortController();
    switch (rtc.connectionState) {
      case "connected":
        if (!begun) options.began(stream);
        begun = true;
        return;
      case "closed":
        return void end();
      case "disconnected":
      case "failed":
        return later(options.lostMs, end, lost.signal);
      case "connecting":
      case "new":
        return;
    }
  }, { signal });

  async function answer(): Promise<Answer> {
    try {
      await rtc.setRemoteDescription({ type: "offer", sdp: mendOffer(options.sdp) });
      await options.send?.();
      await rtc.setLocalDescription(await rtc.createAnswer());
    } catch {
      return { is: "failed" };
    }
    if (!takesAll(rtc.localDescription?.sdp ?? "")) return { is: "codec" };
    const named = candidatesIn(options.sdp);
    const { address } = options;
    for (const one of [...named, ...early ?? []]) add(one);
    // Whoever is behind a NAT and asks no STUN server names others alone.
    if (address && !namesAddress(named, address)) add(observedCandidate(address));
    early = null;
    await gathered(rtc, later, signal);
    if (signal.aborted) return { is: "failed" };
    const sdp = mendAnswer(rtc.localDescription?.sdp ?? "");
    if (sdp.length > MAX_ANSWER_CHARS) return { is: "failed" };
    later(CONNECT_MS, () => begun || end(), signal);
    return { is: "answer", sdp };
  }

  return {
    answer: answer(),
    addCandidates(fragment) {
      const found = candidatesIn(fragment);
      if (early) early = [...early, ...found].slice(0, MAX_CANDIDATES);
      else for (const one of found) add(one);
    },
    isLive,
  };
}

/** Resolves when all candidates are found, or it has taken long. */
function gathered(rtc: RTCPeerConnection, later: Later, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (rtc.iceGatheringState === "complete") resolve();
    };
    rtc.addEventListener("icegatheringstatechange", look, { signal });
    signal.addEventListener("abort", () => resolve(), { once: true });
    later(GATHER_MS, resolve, signal);
    look();
  });
}

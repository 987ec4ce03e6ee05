import type { Later } from "../../platform/clock.ts";
import { type Candidates, MAX_CANDIDATES } from "../messages/negotiation.ts";

/** Options of {@link sendCandidates}. */
export interface LocalCandidateOptions {
  readonly rtc: RTCPeerConnection;
  readonly later: Later;
  readonly send: (found: Candidates["candidates"]) => void;
  readonly signal: AbortSignal;
}

/** Candidates of this side (trickle ICE, RFC 8838): several at once, after the description. */
export interface LocalCandidates {
  /** Resolves at the first candidate, or after a moment without one. */
  first(): Promise<void>;
  /** Notes that the description is handed out: it carries the candidates so far. */
  described(): void;
}

/** Time that candidates wait for further ones, or until there are no more; the first far one does not. */
const BATCH_MS = { near: 500, far: 50 };
/** Time that an offer waits for its first candidate. */
const FIRST_MS = 50;

/** Sends candidates as they are found. */
export function sendCandidates(options: LocalCandidateOptions): LocalCandidates {
  const { rtc, later, send, signal } = options;
  const waiting: Candidates["candidates"][number][] = [];
  let isDescribed = false;
  let isFarKnown = false;

  function flush(): void {
    while (waiting.length > 0) send(waiting.splice(0, MAX_CANDIDATES));
  }

  rtc.addEventListener("icecandidate", ({ candidate }) => {
    // Before the description is handed out, its SDP carries them.
    if (!isDescribed || !candidate?.candidate) return;
    waiting.push({ candidate: candidate.candidate, mid: candidate.sdpMid ?? "0" });
    // One in the offer is enough to find each other nearby.
    if (candidate.type === "host") return later(BATCH_MS.near, flush, signal);
    // A server was asked for it, which took long enough: it may be the only one that connects.
    if (isFarKnown) return later(BATCH_MS.far, flush, signal);
    isFarKnown = true;
    flush();
  }, { signal });
  rtc.addEventListener("icegatheringstatechange", () => {
    if (rtc.iceGatheringState === "complete") flush();
  }, { signal });

  return {
    first() {
      if (/^a=candidate/m.test(rtc.localDescription?.sdp ?? "")) return Promise.resolve();
      return new Promise((resolve) => {
        rtc.addEventListener("icecandidate", () => resolve(), { signal, once: true });
        later(FIRST_MS, resolve, signal);
      });
    },
    described() {
      isDescribed = true;
    },
  };
}

import { childOf } from "../../platform/child_signal.ts";
import type { Later } from "../../platform/clock.ts";

/** Answer of the relay to a request of this page; `unclear`: the browser does not tell. */
export type TurnProbeResult = "none" | "works" | "refuses" | "full" | "silent" | "unclear";

export interface TurnProbeOptions {
  readonly create: (config: RTCConfiguration) => RTCPeerConnection;
  /** Configuration of the connection that does not come about. */
  readonly config: RTCConfiguration;
  readonly later: Later;
  readonly signal: AbortSignal;
}

/** A relay that has not answered by every way after this, in ms, is not there. */
const PROBE_TIMEOUT_MS = 12_000;
/** Errors of STUN (RFC 8489 §14.8, RFC 8656 §19), by what they say; 701 is the browser's own. */
const REFUSES = [401, 403, 441];
const FULL = [486, 508];

/** Asks the relay for an address as a connection would, and gives it back at once. Never rejects. */
export async function probeTurn(question: TurnProbeOptions): Promise<TurnProbeResult> {
  const { create, config, later, signal } = question;
  const servers = (config.iceServers ?? []).filter(({ urls }) =>
    [urls].flat().some((url) => /^turns?:/.test(url))
  );
  if (servers.length === 0) return "none";
  const rtc = open(() => create({ iceServers: servers, iceTransportPolicy: "relay" }));
  if (!rtc) return "unclear";
  const codes: number[] = [];
  const over = childOf(signal);
  const gathered = new Promise<boolean>((resolve) => {
    const heard = { signal: over.signal };
    rtc.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.type === "relay") resolve(true);
    }, heard);
    rtc.addEventListener("icecandidateerror", ({ errorCode }) => codes.push(errorCode), heard);
    rtc.addEventListener("icegatheringstatechange", () => {
      if (rtc.iceGatheringState === "complete") resolve(false);
    }, heard);
    later(PROBE_TIMEOUT_MS, () => resolve(false), over.signal);
    over.signal.addEventListener("abort", () => resolve(false), { once: true });
  });
  try {
    rtc.createDataChannel("relay");
    await rtc.setLocalDescription();
    return await gathered ? "works" : judge(codes, "onicecandidateerror" in rtc);
  } catch {
    return "unclear";
  } finally {
    over.abort();
    rtc.close();
  }
}

function open(create: () => RTCPeerConnection): RTCPeerConnection | null {
  try {
    return create();
  } catch {
    return null;
  }
}

/** By one way it may be silent and by another it answers: an answer tells more. */
function judge(codes: readonly number[], tells: boolean): TurnProbeResult {
  if (codes.some((code) => REFUSES.includes(code))) return "refuses";
  if (codes.some((code) => FULL.includes(code))) return "full";
  return tells ? "silent" : "unclear";
}

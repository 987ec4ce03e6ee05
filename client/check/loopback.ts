import type { Later } from "../platform/clock.ts";
import { openGate } from "./gate.ts";
import type { Trial } from "./turn.ts";

/** Slice of the browser that a call of the page with itself uses. */
export interface LoopOptions {
  readonly createRtc: (config: RTCConfiguration) => RTCPeerConnection;
  readonly later: Later;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsed: () => number;
  /** Ends the call. */
  readonly signal: AbortSignal;
}

/** A call of the page with itself. */
export interface Loop {
  readonly trial: Trial;
  /** Both ends of a channel that loses nothing, and of one that repeats nothing. */
  readonly steady: Ends;
  readonly loose: Ends;
}

export interface Ends {
  readonly near: RTCDataChannel;
  readonly far: RTCDataChannel;
}

/** Milliseconds after which no answer is one: browsers give up a silent server after some ten. */
const LOOPBACK_TIMEOUT_MS = 12_000;

/** Calls the page itself with these servers; says how that went, whatever happens. */
export async function openLoop(config: RTCConfiguration, options: LoopOptions): Promise<Loop> {
  const { createRtc, later, signal } = options;
  const kinds = new Set<string>();
  const codes: number[] = [];
  const over = openGate();
  const [one, other] = [createRtc(config), createRtc(config)];
  const end = () => {
    one.close();
    other.close();
    over.open();
  };
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  const ends = (id: number, init: RTCDataChannelInit): Ends => {
    const same = { negotiated: true, id, ...init };
    return { near: one.createDataChannel("", same), far: other.createDataChannel("", same) };
  };
  const loop = {
    steady: ends(0, {}),
    loose: ends(1, { ordered: false, maxRetransmits: 0 }),
  };
  for (const [from, to] of [[one, other], [other, one]] as const) {
    from.addEventListener("icecandidate", ({ candidate }) => {
      if (!candidate?.candidate) return;
      kinds.add(candidate.type ?? "");
      to.addIceCandidate(candidate).catch(() => {});
    }, { signal });
    from.addEventListener("icecandidateerror", ({ errorCode }) => void codes.push(errorCode), {
      signal,
    });
    from.addEventListener("connectionstatechange", () => {
      if (from.connectionState === "failed") over.open();
    }, { signal });
    from.addEventListener("icegatheringstatechange", () => {
      const done = one.iceGatheringState === "complete" && other.iceGatheringState === "complete";
      if (done && kinds.size === 0) over.open();
    }, { signal });
  }
  loop.steady.near.addEventListener("open", () => over.open(), { signal });
  later(LOOPBACK_TIMEOUT_MS, over.open, signal);
  try {
    await one.setLocalDescription();
    if (one.localDescription) await other.setRemoteDescription(one.localDescription);
    await other.setLocalDescription();
    if (other.localDescription) await one.setRemoteDescription(other.localDescription);
    await over.opened;
  } catch {
    // Closed meanwhile, or a browser that cannot: either way it did not connect.
  }
  const open = loop.steady.near.readyState === "open";
  const trip = open ? await roundTrip(loop.steady, options) : null;
  return { ...loop, trial: { trip, kinds, codes, tells: "onicecandidateerror" in one } };
}

/** Milliseconds there and back, the best of three. */
async function roundTrip({ near, far }: Ends, options: LoopOptions): Promise<number | null> {
  const { later, elapsed, signal } = options;
  const over = new AbortController();
  signal.addEventListener("abort", () => over.abort(), { signal: over.signal });
  const heard = { signal: over.signal };
  const best = await new Promise<number>((resolve) => {
    let [least, left, sent] = [Infinity, 3, elapsed()];
    const ping = () => {
      sent = elapsed();
      near.send("?");
    };
    far.addEventListener("message", () => far.send("!"), heard);
    near.addEventListener("message", () => {
      least = Math.min(least, elapsed() - sent);
      if (--left > 0) ping();
      else resolve(least);
    }, heard);
    later(LOOPBACK_TIMEOUT_MS / 2, () => resolve(least), over.signal);
    over.signal.addEventListener("abort", () => resolve(least));
    ping();
  });
  over.abort();
  return Number.isFinite(best) ? best : null;
}

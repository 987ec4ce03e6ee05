import { childOf } from "../platform/child_signal.ts";
import type { Clock } from "../platform/clock.ts";
import { withResolvers } from "./with_resolvers.ts";
import type { Trial } from "./turn.ts";

/** Options of {@link openLoop}. */
export interface LoopOptions {
  readonly createRtc: (config: RTCConfiguration) => RTCPeerConnection;
  readonly clock: Pick<Clock, "later" | "elapsed">;
  /** Ends the call. */
  readonly signal: AbortSignal;
}

/** A call of the page with itself. */
export interface Loop {
  readonly trial: Trial;
  /** Channel that loses nothing. */
  readonly reliable: ChannelEnds;
  /** Channel that repeats nothing. */
  readonly unreliable: ChannelEnds;
}

/** Both ends of a data channel. */
export interface ChannelEnds {
  readonly near: RTCDataChannel;
  readonly far: RTCDataChannel;
}

/** Time after which no answer is one: browsers give up a silent server after some ten seconds. */
const LOOPBACK_TIMEOUT_MS = 12_000;

/** Calls the page itself with these servers; says how that went, whatever happens. */
export async function openLoop(config: RTCConfiguration, options: LoopOptions): Promise<Loop> {
  const { createRtc, clock, signal } = options;
  const candidateTypes = new Set<string>();
  const errorCodes: number[] = [];
  const over = withResolvers();
  const [one, other] = [createRtc(config), createRtc(config)];
  const end = () => {
    one.close();
    other.close();
    over.open();
  };
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  const channel = (id: number, init: RTCDataChannelInit): ChannelEnds => {
    const same = { negotiated: true, id, ...init };
    return { near: one.createDataChannel("", same), far: other.createDataChannel("", same) };
  };
  const loop = {
    reliable: channel(0, {}),
    unreliable: channel(1, { ordered: false, maxRetransmits: 0 }),
  };
  for (const [from, to] of [[one, other], [other, one]] as const) {
    from.addEventListener("icecandidate", ({ candidate }) => {
      if (!candidate?.candidate) return;
      candidateTypes.add(candidate.type ?? "");
      to.addIceCandidate(candidate).catch(() => {});
    }, { signal });
    from.addEventListener("icecandidateerror", ({ errorCode }) => void errorCodes.push(errorCode), {
      signal,
    });
    from.addEventListener("connectionstatechange", () => {
      if (from.connectionState === "failed") over.open();
    }, { signal });
    from.addEventListener("icegatheringstatechange", () => {
      const done = one.iceGatheringState === "complete" && other.iceGatheringState === "complete";
      if (done && candidateTypes.size === 0) over.open();
    }, { signal });
  }
  loop.reliable.near.addEventListener("open", () => over.open(), { signal });
  clock.later(LOOPBACK_TIMEOUT_MS, over.open, signal);
  try {
    await one.setLocalDescription();
    if (one.localDescription) await other.setRemoteDescription(one.localDescription);
    await other.setLocalDescription();
    if (other.localDescription) await one.setRemoteDescription(other.localDescription);
    await over.opened;
  } catch {
    // Closed meanwhile, or a browser that cannot: either way it did not connect.
  }
  const open = loop.reliable.near.readyState === "open";
  const trial: Trial = {
    roundTripMs: open ? await roundTrip(loop.reliable, options) : null,
    candidateTypes,
    errorCodes,
    reportsErrors: "onicecandidateerror" in one,
  };
  return { ...loop, trial };
}

/** Milliseconds there and back, the best of three. */
async function roundTrip({ near, far }: ChannelEnds, options: LoopOptions): Promise<number | null> {
  const { clock: { later, elapsed }, signal } = options;
  const over = childOf(signal);
  const untilOver = { signal: over.signal };
  const best = await new Promise<number>((resolve) => {
    let [least, left, sent] = [Infinity, 3, elapsed()];
    const ping = () => {
      sent = elapsed();
      near.send("?");
    };
    far.addEventListener("message", () => far.send("!"), untilOver);
    near.addEventListener("message", () => {
      least = Math.min(least, elapsed() - sent);
      if (--left > 0) ping();
      else resolve(least);
    }, untilOver);
    later(LOOPBACK_TIMEOUT_MS / 2, () => resolve(least), over.signal);
    over.signal.addEventListener("abort", () => resolve(least));
    ping();
  });
  over.abort();
  return Number.isFinite(best) ? best : null;
}

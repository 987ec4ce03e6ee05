/**
 * Runs in the page before its own script: keeps every RTCPeerConnection that the page makes, since
 * the page itself shows none. `evaluateOnNewDocument` sends it as text, so it refers to nothing
 * outside of itself.
 */
export function witness(): void {
  const Native = globalThis.RTCPeerConnection;
  const made: RTCPeerConnection[] = [];
  Object.defineProperty(globalThis, "__pcs", { value: made });
  globalThis.RTCPeerConnection = class extends Native {
    constructor(config?: RTCConfiguration) {
      super(config);
      made.push(this);
    }
  };
}

/** What has come in over one connection: per m-line, frames decoded or audio packets. */
export interface Inflow {
  /** The connection's place in the order in which the page made them. */
  readonly at: number;
  readonly state: RTCPeerConnectionState;
  /** Audio packets received, by mid. */
  readonly audio: Readonly<Record<string, number>>;
  /** Video frames decoded, by mid. */
  readonly video: Readonly<Record<string, number>>;
}

/** Reads the counters of every open connection; runs in the page. */
export async function readInflow(): Promise<Inflow[]> {
  const { __pcs: made } = globalThis as unknown as { __pcs: RTCPeerConnection[] };
  const found: Inflow[] = [];
  for (const [at, pc] of made.entries()) {
    if (pc.connectionState === "closed") continue;
    const audio: Record<string, number> = {};
    const video: Record<string, number> = {};
    (await pc.getStats()).forEach((stat) => {
      if (stat.type !== "inbound-rtp") return;
      const mid = stat.mid ?? "";
      if (stat.kind === "audio") audio[mid] = (audio[mid] ?? 0) + stat.packetsReceived;
      else video[mid] = (video[mid] ?? 0) + (stat.framesDecoded ?? 0);
    });
    found.push({ at, state: pc.connectionState, audio, video });
  }
  return found;
}

/**
 * Runs in the page before its own script: keeps every RTCPeerConnection that the page makes, since
 * the page itself shows none, and what its security policy refused. `evaluateOnNewDocument` sends
 * it as text, so it refers to nothing outside of itself.
 */
export function witness(): void {
  const Native = globalThis.RTCPeerConnection;
  const made: RTCPeerConnection[] = [];
  const violations: string[] = [];
  const doubted = new Set<number>();
  Object.defineProperty(globalThis, "__pcs", { value: made });
  Object.defineProperty(globalThis, "__doubted", { value: doubted });
  Object.defineProperty(globalThis, "__violations", { value: violations });
  globalThis.RTCPeerConnection = class extends Native {
    constructor(config?: RTCConfiguration) {
      super(config);
      const at = made.push(this) - 1;
      this.addEventListener("connectionstatechange", () => {
        if (/^(disconnected|failed)$/.test(this.connectionState)) doubted.add(at);
      });
    }
  };
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    violations.push(`${violatedDirective} refused ${blockedURI}`);
  });
}

interface Witnessed {
  readonly __pcs: readonly RTCPeerConnection[];
  readonly __violations: readonly string[];
  readonly __doubted: ReadonlySet<number>;
}

/** Media that have come in over one connection, by mid. */
export interface Inflow {
  /** The connection's place in the order in which the page made them. */
  readonly at: number;
  readonly state: RTCPeerConnectionState;
  /** Audio packets received. */
  readonly audio: Readonly<Record<string, number>>;
  /** Sound heard: `totalAudioEnergy` of W3C webrtc-stats, which silence does not raise. */
  readonly energy: number;
  /** Video frames decoded. */
  readonly video: Readonly<Record<string, number>>;
}

/** Reads the counters of every open connection; runs in the page. */
export async function readInflow(): Promise<Inflow[]> {
  const { __pcs: made } = globalThis as unknown as Witnessed;
  const found: Inflow[] = [];
  for (const [at, pc] of made.entries()) {
    if (pc.connectionState === "closed") continue;
    const audio: Record<string, number> = {};
    const video: Record<string, number> = {};
    let energy = 0;
    // Firefox 153 never answers for a connection that is closed while it is asked.
    const late = new Promise<null>((resolve) => setTimeout(resolve, 2000, null));
    const stats = await Promise.race([pc.getStats(), late]);
    if (!stats) continue;
    stats.forEach((stat) => {
      if (stat.type !== "inbound-rtp") return;
      const mid = stat.mid ?? "";
      if (stat.kind === "audio") audio[mid] = (audio[mid] ?? 0) + stat.packetsReceived;
      else video[mid] = (video[mid] ?? 0) + (stat.framesDecoded ?? 0);
      energy += stat.totalAudioEnergy ?? 0;
    });
    found.push({ at, state: pc.connectionState, audio, energy, video });
  }
  return found;
}

/** Connections, by their place, that the browser itself has taken for lost; runs in the page. */
export function readDoubted(): number[] {
  return [...(globalThis as unknown as Witnessed).__doubted];
}

/** Reads violations of the page's policy, and the STUN and TURN servers it was given; runs in the page. */
export function readFaults(): { violations: readonly string[]; ice: readonly string[] } {
  const { __pcs: made, __violations: violations } = globalThis as unknown as Witnessed;
  const ice = made.flatMap((pc) => pc.getConfiguration().iceServers ?? []);
  return { violations, ice: ice.flatMap(({ urls }) => urls) };
}

import type { Visitor } from "../browser/rig/visitor.ts";

/** The UDP ports at which this page's open connections listen. */
export function ports({ page }: Visitor): Promise<number[]> {
  return page.evaluate(readPorts);
}

/** Runs in the page. */
async function readPorts(): Promise<number[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const found = new Set<number>();
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    (await pc.getStats()).forEach((stat) => {
      if (stat.type === "local-candidate" && stat.protocol === "udp") found.add(stat.port);
    });
  }
  return [...found];
}

/** A working pair of ports, as one of its ends sees it. */
interface Path {
  readonly local: number;
  readonly remote: number;
}

/** The ports between these two pages that checks have found to work: of the first, the second. */
export async function between(one: Visitor, other: Visitor): Promise<[number[], number[]]> {
  const [here, there] = await Promise.all([one, other].map(({ page }) => page.evaluate(readPaths)));
  const shared =
    here?.filter(({ local, remote }) =>
      there?.some((path) => path.local === remote && path.remote === local)
    ) ?? [];
  const each = (end: keyof Path) => [...new Set(shared.map((path) => path[end]))];
  return [each("local"), each("remote")];
}

/** Runs in the page: what ICE has selected (W3C WebRTC Statistics §8.19, §8.21). */
async function readPaths(): Promise<Path[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const found: Path[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    const stats = await pc.getStats();
    stats.forEach((stat) => {
      const selected = stat.type === "candidate-pair" && stat.nominated &&
        stat.state === "succeeded";
      if (!selected) return;
      const [local, remote] = [stats.get(stat.localCandidateId), stats.get(stat.remoteCandidateId)];
      if (local && remote) found.push({ local: local.port, remote: remote.port });
    });
  }
  return found;
}

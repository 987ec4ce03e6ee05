import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Waits until media of this page go only in this way: `host to srflx`, `relay udp to host`, … */
export async function takesPath(visitor: Visitor, way: RegExp, within?: number): Promise<void> {
  const now = () => visitor.page.evaluate(readPaths);
  const all = async () => {
    const ways = await now();
    return ways.length > 0 && ways.every((one) => way.test(one));
  };
  await until(`media by ${way}`, all, now, within);
}

/** Runs in the page: as its own side sees it (W3C WebRTC Statistics §8.15). */
async function readPaths(): Promise<string[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const found: string[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    // Firefox 153 never answers for a connection that is closed while it is asked.
    const late = new Promise<null>((resolve) => setTimeout(resolve, 2000, null));
    const stats = await Promise.race([pc.getStats(), late]);
    if (!stats) continue;
    stats.forEach((stat) => {
      if (stat.type !== "candidate-pair" || !stat.nominated || stat.state !== "succeeded") return;
      const { candidateType = "", relayProtocol = "" } = stats.get(stat.localCandidateId) ?? {};
      const far = stats.get(stat.remoteCandidateId)?.candidateType ?? "";
      found.push(`${`${candidateType} ${relayProtocol}`.trim()} to ${far}`);
    });
  }
  return found;
}

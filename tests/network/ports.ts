import type { Visitor } from "../harness/browser/visitor.ts";

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

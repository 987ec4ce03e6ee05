import type { Visitor } from "./visitor.ts";

/** Kinds of the candidates of this page's open connections that carry media: of all, and in use. */
export function paths({ page }: Visitor): Promise<{ own: string[]; used: string[] }> {
  return page.evaluate(async () => {
    const { __pcs: made } = globalThis as unknown as { __pcs: readonly RTCPeerConnection[] };
    const [own, used] = [new Set<string>(), new Set<string>()];
    for (const pc of made) {
      if (pc.connectionState !== "connected") continue;
      const stats = new Map<string, { type: string; [name: string]: unknown }>();
      (await pc.getStats()).forEach((one) => stats.set(one.id, one));
      for (const one of stats.values()) {
        if (one.type === "local-candidate") own.add(String(one["candidateType"]));
        if (one.type !== "candidate-pair" || !one["nominated"] || one["state"] !== "succeeded") {
          continue;
        }
        const local = stats.get(String(one["localCandidateId"]));
        used.add(String(local?.["candidateType"]));
      }
    }
    return { own: [...own], used: [...used] };
  });
}

/** Paths of a page that has no candidates but those of its relay. */
export const RELAYED = { own: ["relay"], used: ["relay"] };

/** Connectivity checks of the pairs that this page's connections use: sent, and answered. */
export function checks({ page }: Visitor): Promise<{ sent: number; answered: number }> {
  return page.evaluate(async () => {
    const { __pcs: made } = globalThis as unknown as { __pcs: readonly RTCPeerConnection[] };
    const found = { sent: 0, answered: 0 };
    for (const pc of made) {
      if (pc.connectionState !== "connected") continue;
      (await pc.getStats()).forEach((one) => {
        if (one.type !== "candidate-pair" || !one.nominated || one.state !== "succeeded") return;
        found.sent += one.requestsSent;
        found.answered += one.responsesReceived;
      });
    }
    return found;
  });
}

import type { Visitor } from "./visitor.ts";

/** Sound that the decoder made up so far, since no packet was there; in ms, by connection. */
export type MadeUp = ReadonlyMap<number, number>;

/** Of every connection that works, by its place in the order in which the page made them. */
export async function madeUp({ page }: Visitor): Promise<MadeUp> {
  return new Map(await page.evaluate(readMadeUp));
}

/** Milliseconds made up on each connection that was there before, and still is. */
export function since(before: MadeUp, now: MadeUp): number[] {
  return [...now].flatMap(([at, ms]) => {
    const then = before.get(at);
    return then === undefined ? [] : [ms - then];
  });
}

/** Runs in the page. */
async function readMadeUp(): Promise<[number, number][]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const RATE = 48;
  const found: [number, number][] = [];
  for (const [at, pc] of made.entries()) {
    if (pc.connectionState !== "connected") continue;
    (await pc.getStats()).forEach((one) => {
      if (one.type !== "inbound-rtp" || one.mid !== "0") return;
      // Silence that is made up is no gap: the sender said nothing (W3C WebRTC Statistics §8.2).
      found.push([at, (one.concealedSamples - (one.silentConcealedSamples ?? 0)) / RATE]);
    });
  }
  return found;
}

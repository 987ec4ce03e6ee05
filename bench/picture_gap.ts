/**
 * Runs before the page's own script: keeps the longest time between two decoded frames of the
 * other's camera, over whichever connection they come. Sent as text, so it refers to nothing
 * outside of itself; needs the rig's witness before it.
 */
export function gauge(): void {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const gap = { longest: 0, last: performance.now() };
  Object.defineProperty(globalThis, "__gap", { value: gap });
  const seen = new Map<RTCPeerConnection, number>();
  const EVERY = 100;

  async function look(pc: RTCPeerConnection): Promise<void> {
    if (pc.connectionState === "closed" || pc.connectionState === "new") return;
    let frames = 0;
    (await pc.getStats()).forEach((stat) => {
      if (stat.type === "inbound-rtp" && stat.kind === "video") frames += stat.framesDecoded ?? 0;
    });
    if (frames <= (seen.get(pc) ?? 0)) return;
    seen.set(pc, frames);
    const now = performance.now();
    gap.longest = Math.max(gap.longest, now - gap.last);
    gap.last = now;
  }

  // Each connection by itself: one that is closed while it is asked may never answer.
  const busy = new Set<RTCPeerConnection>();
  setInterval(() => {
    for (const pc of made) {
      if (busy.has(pc)) continue;
      busy.add(pc);
      void look(pc).finally(() => busy.delete(pc));
    }
  }, EVERY);
}

/** Begins anew; runs in the page. */
export function resetGap(): void {
  const { __gap: gap } = globalThis as unknown as { __gap: { longest: number; last: number } };
  gap.longest = 0;
  gap.last = performance.now();
}

/** The longest gap in ms, one that has not ended included; runs in the page. */
export function readGap(): number {
  const { __gap: gap } = globalThis as unknown as { __gap: { longest: number; last: number } };
  return Math.max(gap.longest, performance.now() - gap.last);
}

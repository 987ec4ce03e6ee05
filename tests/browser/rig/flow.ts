import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";
import type { Inflow } from "./witness.ts";

/** The order of the three m-lines, as mids: microphone, camera, screen. */
export const MIC = "0", CAMERA = "1", SCREEN = "2";

/** Frames and packets that make a flow, and not the rest of a queue. */
const FRAMES = 5, PACKETS = 20;

/**
 * Waits until pictures and sound come in from this many others at once, each counted from now.
 * States are not believed: only decoded frames and received packets are.
 */
export async function hears(visitor: Visitor, others: number, within?: number): Promise<void> {
  const before = await visitor.inflow();
  const now = () => visitor.inflow();
  await until(
    `pictures and sound from ${others} others`,
    async () => (await now()).filter((one) => flows(one, before)).length >= others,
    now,
    within,
  );
}

/** Waits until frames of this m-line advance from this many others, counted from now. */
export async function sees(visitor: Visitor, mid: string, others = 1): Promise<void> {
  const before = await visitor.inflow();
  const now = () => visitor.inflow();
  const more = (one: Inflow) => (one.video[mid] ?? 0) - start(before, one, "video", mid);
  await until(
    `frames of m-line ${mid} from ${others} others`,
    async () => (await now()).filter((one) => more(one) >= FRAMES).length >= others,
    now,
  );
}

/** All of them hear and see all others. */
export async function everybodyHears(visitors: readonly Visitor[], within?: number): Promise<void> {
  await Promise.all(visitors.map((visitor) => hears(visitor, visitors.length - 1, within)));
}

function flows(one: Inflow, before: readonly Inflow[]): boolean {
  const frames = (one.video[CAMERA] ?? 0) - start(before, one, "video", CAMERA);
  const packets = (one.audio[MIC] ?? 0) - start(before, one, "audio", MIC);
  return frames >= FRAMES && packets >= PACKETS;
}

function start(before: readonly Inflow[], { at }: Inflow, kind: "audio" | "video", mid: string) {
  return before.find((one) => one.at === at)?.[kind][mid] ?? 0;
}

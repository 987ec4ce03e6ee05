import { until } from "./wait_until.ts";
import type { Visitor } from "./visitor.ts";
import type { Inflow } from "./connection_witness.ts";

/** The three m-lines in their order, as mids. */
export const MIC = "0";
export const CAMERA = "1";
export const SCREEN = "2";

/** Frames and packets that make a flow, and not the rest of a queue. */
const FRAMES = 5;
const PACKETS = 20;

/**
 * Waits until pictures and sound come in from this many others at once, each counted from now.
 * States are not believed: only decoded frames and received packets are.
 */
export async function hears(visitor: Visitor, others: number, within?: number): Promise<void> {
  const before = await visitor.inflow();
  const flows = (one: Inflow) =>
    more(one, before, frames(CAMERA)) >= FRAMES && more(one, before, packets) >= PACKETS;
  await atLeast(visitor, others, `pictures and sound from ${others}`, flows, within);
}

/** Waits until frames of this m-line come in from this many others, counted from now. */
export async function sees(visitor: Visitor, mid: string, others = 1): Promise<void> {
  const before = await visitor.inflow();
  const flows = (one: Inflow) => more(one, before, frames(mid)) >= FRAMES;
  await atLeast(visitor, others, `frames of m-line ${mid} from ${others}`, flows);
}

/** Waits until sound, and not silence, comes in from this many others. */
export async function listens(visitor: Visitor, others = 1, within?: number): Promise<void> {
  const before = await visitor.inflow();
  const flows = (one: Inflow) => more(one, before, energy) > 0;
  await atLeast(visitor, others, `sound from ${others}`, flows, within);
}

/** Waits until the first frames and packets come in, counted from now: less than {@link hears}. */
export async function begins(visitor: Visitor, within?: number): Promise<void> {
  const before = await visitor.inflow();
  const flows = (one: Inflow) =>
    more(one, before, frames(CAMERA)) >= 2 && more(one, before, packets) >= 2;
  await atLeast(visitor, 1, "a first picture and sound", flows, within);
}

/** Frames of the camera decoded so far, of all the page's connections. */
export async function decoded(visitor: Visitor): Promise<number> {
  return (await visitor.inflow()).reduce((sum, one) => sum + frames(CAMERA)(one), 0);
}

/** Packets of sound received so far, of all the page's connections: some 50 a second from each. */
export async function soundPackets(visitor: Visitor): Promise<number> {
  return (await visitor.inflow()).reduce((sum, one) => sum + packets(one), 0);
}

/** Everybody hears and sees everybody else. */
export async function allHear(visitors: readonly Visitor[], within?: number): Promise<void> {
  await Promise.all(visitors.map((visitor) => hears(visitor, visitors.length - 1, within)));
}

/**
 * Waits until no sound has come in for as long as 25 frames of pictures take, more than two seconds
 * of a small camera. What a decoder makes up for a late packet is let pass: it stays below a
 * fortieth of a browser's fake voice.
 */
export function silence(visitor: Visitor): Promise<void> {
  return standstill(visitor, "silence", energy, frames(CAMERA), 25, 0.0005);
}

/**
 * Waits until this m-line has stood still for as long as 100 packets of sound take, two seconds.
 * Firefox goes on with one black frame a second after `replaceTrack(null)`: three are let pass.
 */
export function stillness(visitor: Visitor, mid: string): Promise<void> {
  return standstill(visitor, `no flow on m-line ${mid}`, frames(mid), packets, 100, 3);
}

type Meter = (one: Inflow) => number;

const packets: Meter = (one) => one.audio[MIC] ?? 0;
const energy: Meter = (one) => one.energy;
const frames = (mid: string): Meter => (one) => one.video[mid] ?? 0;

/** Growth since then. Firefox counts from 0 again whenever the m-line's sender gets other parameters. */
function more(one: Inflow, before: readonly Inflow[], meter: Meter): number {
  const then = before.find(({ at }) => at === one.at);
  const [now, known] = [meter(one), then ? meter(then) : 0];
  return now < known ? now : now - known;
}

async function atLeast(
  visitor: Visitor,
  others: number,
  wanted: string,
  flows: (one: Inflow) => boolean,
  within?: number,
): Promise<void> {
  const now = () => visitor.inflow();
  const enough = async () => (await now()).filter(flows).length >= others;
  await until(wanted, enough, now, within);
}

/** Time is told by another flow of the same call, so a stalled call is not taken for a quiet one. */
async function standstill(
  visitor: Visitor,
  wanted: string,
  meter: Meter,
  clock: Meter,
  ticks: number,
  allowed = 0,
): Promise<void> {
  const sum = async (of: Meter) => (await visitor.inflow()).reduce((all, one) => all + of(one), 0);
  let [at, value] = [await sum(clock), await sum(meter)];
  await until(wanted, async () => {
    const now = await sum(meter);
    if (now <= value + allowed) return await sum(clock) >= at + ticks;
    [at, value] = [await sum(clock), now];
    return false;
  }, () => visitor.inflow());
}

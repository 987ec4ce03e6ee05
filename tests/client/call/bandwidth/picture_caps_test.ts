import { assert, assertEquals } from "@std/assert";
import { capsFor, type Receiver } from "../../../../client/call/bandwidth/picture_caps.ts";
import { detectOveruse, linesFor, NO_OVERUSE } from "../../../../client/call/bandwidth/overuse.ts";
import { limitsFor } from "../../../../client/call/media/encodings.ts";

const LIMITS = limitsFor(3, "full");
const receiver = (id: string, height: number, estimate: number | null = null): Receiver => ({
  id,
  estimate,
  request: {
    type: "want",
    camera: { height, rate: 30 },
    screen: { height: 0, rate: 0 },
    chosen: false,
  },
});
const FREE = {
  limits: LIMITS,
  isNarrow: false,
  lines: Infinity,
  sends: { camera: true, screen: false },
};

Deno.test("capsFor: a receiver is sent what it shows, and no more than without it", () => {
  const receivers = [receiver("a", 0), receiver("b", 180), receiver("c", 2160)];
  const caps = capsFor({ ...FREE, receivers });
  const { bitrate } = LIMITS.camera;
  assertEquals(caps["a"]?.camera, { height: 0, rate: 24, bitrate: 0 });
  assertEquals(caps["b"]?.camera.height, 180);
  assert((caps["b"]?.camera.bitrate ?? 0) < bitrate / 2);
  assertEquals(caps["c"]?.camera.bitrate, bitrate);
});

Deno.test("capsFor: who has said nothing is sent everything, but no lines that the processor lacks time for", () => {
  const silent = { id: "a", request: null, estimate: null };
  const caps = capsFor({ ...FREE, receivers: [silent] })["a"];
  assertEquals(caps?.camera.bitrate, LIMITS.camera.bitrate);
  assertEquals(caps?.screen.bitrate, LIMITS.screen.bitrate);
  assertEquals(capsFor({ ...FREE, receivers: [silent], lines: 180 })["a"]?.camera.height, 180);
});

Deno.test("capsFor: a narrow uplink is divided, once all estimates are there", () => {
  const large = receiver("large", 360, 300_000);
  const small = receiver("small", 180, 300_000);
  const wide = capsFor({ ...FREE, receivers: [large, small] });
  assertEquals(wide["large"]?.camera.bitrate, LIMITS.camera.bitrate);
  const caps = capsFor({ ...FREE, receivers: [large, small], isNarrow: true });
  const [first, second] = [caps["large"]?.camera.bitrate ?? 0, caps["small"]?.camera.bitrate ?? 0];
  assert(first > second && second > 0, `${first} ${second}`);
  assert(first + second + 2 * 64_000 <= 600_000, `${first} ${second}`);
  const unknown = capsFor({ ...FREE, receivers: [large, receiver("x", 360)], isNarrow: true });
  assertEquals(unknown["large"]?.camera.bitrate, LIMITS.camera.bitrate);
});

Deno.test("capsFor: who gets no share of a narrow uplink is told so, who shows nothing is not", () => {
  const receivers = [receiver("large", 720, 100_000), receiver("small", 180, 90_000)];
  const caps = capsFor({ ...FREE, receivers, isNarrow: true });
  assertEquals(caps["small"]?.camera.height, 0);
  assertEquals(caps["small"]?.withheld, { camera: true, screen: false });
  assertEquals(caps["large"]?.withheld, { camera: false, screen: false });
  const hidden = capsFor({
    ...FREE,
    receivers: [receiver("a", 0, 90_000), receiver("b", 0, 90_000)],
  });
  assertEquals(hidden["a"]?.withheld, { camera: false, screen: false });
});

Deno.test("capsFor: a call of two is left to the browser's own congestion control", () => {
  const alone = capsFor({ ...FREE, receivers: [receiver("a", 360, 30_000)], isNarrow: true });
  assertEquals(alone["a"]?.camera.bitrate, LIMITS.camera.bitrate);
});

Deno.test("capsFor: a narrow way to one member makes its picture poor, and takes it from nobody", () => {
  const receivers = [receiver("narrow", 360, 30_000), receiver("wide", 360, 2_000_000)];
  const caps = capsFor({ ...FREE, receivers, isNarrow: true });
  const { height, bitrate = 0 } = caps["narrow"]?.camera ?? {};
  assertEquals(height, 360);
  assert(bitrate > 40_000 && bitrate < LIMITS.camera.bitrate / 2, `${bitrate}`);
  assertEquals(caps["wide"]?.camera.bitrate, LIMITS.camera.bitrate);
});

Deno.test("Processor: short for some looks takes a step, spare time gives it back, ever later if it does not last", () => {
  const run = (state: typeof NO_OVERUSE, looks: number, busy: number) => {
    for (let at = 0; at < looks; at++) state = detectOveruse(state, { limited: false, busy });
    return state;
  };
  assertEquals(linesFor(run(NO_OVERUSE, 3, 0.9)), Infinity);
  const short = run(NO_OVERUSE, 4, 0.9);
  assertEquals(linesFor(short), 360);
  assertEquals(linesFor(run(NO_OVERUSE, 100, 0.9)), 180);
  assertEquals(linesFor(run(short, 29, 0.3)), 360);
  const back = run(short, 30, 0.3);
  assertEquals(linesFor(back), Infinity);
  const limited = detectOveruse({ ...back, short: 3 }, { limited: true, busy: 0 });
  assertEquals(linesFor(limited), 360);
});

import { assert, assertEquals } from "@std/assert";
import { directMedium, listening, named } from "../fakes/bus.ts";
import { fakeClock } from "../fakes/clock.ts";
import { seeded } from "../fakes/random.ts";

const KEY = "k".repeat(32);
const [A, B] = [named("A"), named("B")];

/** A medium on a fake clock on which a test decides the fate of each packet. */
function world() {
  const clock = fakeClock();
  const life = new AbortController();
  const fate = { of: (_topic: string, _from: number): readonly number[] => [0] };
  const medium = directMedium((deliver, topic, from) => {
    for (const delay of fate.of(topic, from)) clock.later(delay, deliver, life.signal);
  });
  const bus = (node: string, key = KEY) => listening(medium(), key, node, clock);
  return { clock, fate, bus, medium };
}

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  Deno.test(`seed ${seed}: a fifth lost, a fifth twice, all shuffled: in order, once`, async () => {
    const { clock, fate, bus } = world();
    const random = seeded(seed);
    fate.of = () => {
      const luck = random();
      const delay = () => Math.floor(random() * 400);
      return luck < 0.2 ? [] : luck < 0.4 ? [delay(), delay()] : [delay()];
    };
    const [a, b] = [bus(A), bus(B)];
    for (let n = 1; n <= 400; n++) {
      a.send(B, `${n} x`);
      b.send(A, `${n} y`);
      if (n % 5 === 0) await clock.pass(30);
    }
    await clock.pass(30_000);
    assertEquals([a.told().heard, a.told().astray], [{ [B]: 400 }, 0]);
    assertEquals([b.told().heard, b.told().astray], [{ [A]: 400 }, 0]);
    assert((a.told().counts["repaired"] ?? 0) > 0, "nothing was lost at all");
    await Promise.all([a.close(), b.close()]);
  });
}

Deno.test("a silent isolate is away at 18 s and gone at 33 s, and comes back as it was", async () => {
  const { clock, fate, bus } = world();
  const [a, b] = [bus(A), bus(B)];
  await clock.pass(2500);
  fate.of = () => [];
  await clock.pass(15_000);
  assertEquals(a.events, []);
  await clock.pass(3500);
  assertEquals(a.events, ["away B"]);
  fate.of = () => [0];
  await clock.pass(2500);
  assertEquals(a.events.splice(0), ["away B", "back B", "gap B"]);
  a.send(B, "1 x");
  // Long enough for the receipt.
  await clock.pass(200);
  fate.of = () => [];
  a.send(B, "2 x");
  await clock.pass(36_000);
  assertEquals(a.events.splice(0), ["away B", "gone B"]);
  assertEquals(a.told().counts["lost"], 1);
  fate.of = () => [0];
  await clock.pass(2500);
  assertEquals(a.events, ["gap B"]);
  // The one that was given up is not delivered late: its stream is over.
  a.send(B, "2 x");
  await clock.pass(5000);
  assertEquals([b.told().heard, b.told().astray], [{ [A]: 2 }, 0]);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("whoever forgot the sender is sent everything that is left, in a new stream", async () => {
  const { clock, fate, bus } = world();
  const [a, b] = [bus(A), bus(B)];
  for (let n = 1; n <= 60; n++) {
    a.send(B, `${n} x`);
    await clock.pass(1);
  }
  await clock.pass(1000);
  // B hears nothing, A hears B: only B forgets.
  fate.of = (_topic, from) => from === 1 ? [0] : [];
  a.send(B, "61 x");
  for (let n = 1; n <= 8; n++) {
    b.send(A, `${n} y`);
    await clock.pass(4500);
  }
  assertEquals([a.events, b.events], [[], ["away A", "gone A"]]);
  fate.of = () => [0];
  a.send(B, "62 x");
  await clock.pass(10_000);
  assertEquals([b.told().heard, b.told().astray], [{ [A]: 62 }, 0]);
  assertEquals(a.told().counts["lost"] ?? 0, 0);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("replayed, forged and malformed packets are refused, counted, and change nothing", async () => {
  const { clock, bus, medium } = world();
  const [a, b] = [bus(A), bus(B)];
  const tape: [string, string][] = [];
  const spy = medium();
  for (const topic of ["all", `to.${B}`, "room.x"]) spy.follow(topic);
  spy.open((topic, packet) => tape.push([topic, packet]), () => {});
  b.follow("room.x");
  a.send(B, "1 x");
  a.announce("room.x", "hello");
  await clock.pass(2500);
  assertEquals(b.events, ["announced A room.x hello"]);
  for (const [topic, packet] of tape) spy.post(topic, packet);
  // On another topic it would say something else.
  for (const [, packet] of tape) spy.post("room.x", packet);
  for (const junk of ["", "x", "\n", `${"A".repeat(43)}\nd ${A} ${B} 9 1\n1 y`, "é".repeat(43)]) {
    spy.post(`to.${B}`, junk);
  }
  await clock.pass(2500);
  const { heard, astray, counts } = b.told();
  assertEquals([heard, astray], [{ [A]: 1 }, 0]);
  assertEquals(b.events, ["announced A room.x hello"]);
  assertEquals([counts["forged"], counts["malformed"]], [1, 4]);
  assert((counts["replayed"] ?? 0) >= 3, JSON.stringify(counts));
  // Nor does the past bring anybody back to life.
  await a.close();
  b.events.length = 0;
  for (let second = 0; second < 40; second++) {
    for (const [topic, packet] of tape) spy.post(topic, packet);
    await clock.pass(1000);
  }
  assertEquals(b.events, ["away A", "gone A"]);
  assertEquals(b.told().heard, { [A]: 1 });
  await b.close();
});

Deno.test("nobody takes anything: what waits is bounded, and the loss is counted and told", async () => {
  const { clock, bus } = world();
  const [a, b] = [bus(A), bus(B)];
  a.send(B, "1 x");
  await clock.pass(100);
  const large = "x".repeat(1 << 20);
  for (let n = 0; n < 70; n++) a.send(B, `2 ${large}`);
  await clock.pass(30_000);
  assertEquals((a.told().counts["lost"] ?? 0) >= 60, true);
  assertEquals(b.events.includes("gap A"), true);
  await Promise.all([a.close(), b.close()]);
});

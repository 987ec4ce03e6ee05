import { assertEquals } from "@std/assert";
import { openTicker } from "../../../client/platform/ticker.ts";
import { turn } from "../../fakes/clock.ts";

/** A pulse whose sources tick when the test says so. */
function open(worker = () => Promise.resolve()) {
  const clock = { now: 0 };
  const sources: (() => void)[] = [];
  const life = new AbortController();
  const counts = { ticks: 0, woken: 0, loads: 0 };
  const source = (run: () => void) => void sources.push(run);
  const pulse = openTicker({
    now: () => clock.now,
    own: source,
    worker() {
      counts.loads++;
      return worker().then(() => source);
    },
    woken: () => counts.woken++,
  });
  pulse(() => counts.ticks++, life.signal);
  const pass = (ms: number) => {
    clock.now += ms;
    for (const tick of sources) tick();
  };
  return { clock, sources, counts, pass };
}

Deno.test("Ticker: the worker is not loaded before the call has had four seconds", async () => {
  const { counts, pass, sources } = open();
  for (let n = 0; n < 3; n++) pass(1000);
  assertEquals([counts.ticks, counts.loads], [3, 0]);
  for (let n = 0; n < 9; n++) pass(1000);
  await turn();
  assertEquals([counts.ticks, counts.loads, sources.length], [12, 1, 2]);
});

Deno.test("Ticker: two sources give one pulse, and what comes in a heap is one tick", async () => {
  const { counts, pass, sources } = open();
  for (let n = 0; n < 4; n++) pass(1000);
  await turn();
  assertEquals(sources.length, 2);
  pass(1000);
  assertEquals(counts.ticks, 5);
  for (let n = 0; n < 30; n++) pass(1);
  assertEquals(counts.ticks, 5);
});

Deno.test("Ticker: a gap of more than five seconds is a sleep, whatever woke it", () => {
  const { counts, pass } = open();
  pass(5000);
  assertEquals(counts.woken, 0);
  pass(5001);
  assertEquals([counts.woken, counts.ticks], [1, 2]);
  pass(1000);
  assertEquals(counts.woken, 1);
});

Deno.test("Ticker: a clock that is set back a day does not stop the pulse", () => {
  const { counts, pass } = open();
  pass(-86_400_000);
  pass(1000);
  assertEquals([counts.ticks, counts.woken], [2, 0]);
});

Deno.test("Ticker: a worker that cannot be loaded is asked for again, and the page's timer goes on", async () => {
  let fails = true;
  const { counts, pass } = open(() =>
    fails ? Promise.reject(new Error("gone")) : Promise.resolve()
  );
  for (let n = 0; n < 4; n++) pass(1000);
  await turn();
  fails = false;
  for (let n = 0; n < 9; n++) pass(1000);
  await turn();
  assertEquals([counts.loads, counts.ticks], [2, 13]);
});

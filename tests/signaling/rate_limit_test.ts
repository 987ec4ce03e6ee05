import { assertEquals } from "@std/assert";
import { type Flow, quota, slidingWindow, take, tally } from "../../signaling/rate_limit.ts";

/** A full bucket. */
function bucket(flow: Flow, filled: number) {
  const own = { level: flow.burst, filled };
  return { take: (cost: number, now: number) => take(own, flow, cost, now) };
}

Deno.test("RateLimit: a bucket gives its burst at once, then its rate, and saves no more than its burst", () => {
  const tokens = bucket({ rate: 10, burst: 20 }, 0);
  assertEquals([tokens.take(20, 0), tokens.take(1, 0)], [true, false]);
  assertEquals([tokens.take(1, 99), tokens.take(1, 100), tokens.take(1, 100)], [
    false,
    true,
    false,
  ]);
  assertEquals([tokens.take(20, 60_000), tokens.take(1, 60_000)], [true, false]);
});

Deno.test("RateLimit: a bucket that refuses takes nothing, and bears a clock that jumps back", () => {
  const tokens = bucket({ rate: 1, burst: 5 }, 1000);
  assertEquals([tokens.take(6, 1000), tokens.take(5, 1000)], [false, true]);
  assertEquals([tokens.take(1, 0), tokens.take(1, 999), tokens.take(1, 1000)], [
    false,
    false,
    true,
  ]);
});

Deno.test("RateLimit: a window counts what lies within its span", () => {
  const window = slidingWindow(100, 3);
  assertEquals([0, 50, 99, 100, 250].map((now) => window.add(now)), [1, 2, 3, 3, 1]);
  const back = slidingWindow(100, 3);
  assertEquals([1000, 1001, 0, 50].map((now) => back.add(now)), [1, 2, 1, 2]);
});

Deno.test("RateLimit: a quota holds in any span; what is refused does not count, and a clock may jump", () => {
  const twice = quota(2, 100);
  const taken = [0, 50, 60, 99, 100, 101, 150].map((now) => twice.take(now));
  assertEquals(taken, [true, true, false, false, true, false, true]);
  assertEquals([twice.take(10), twice.take(11), twice.take(12)], [true, true, false]);
});

Deno.test("RateLimit: a tally counts by key, remembers no more keys than it may, and bears a clock that jumps", () => {
  const twice = tally(2, 2, 100);
  assertEquals(["a", "a", "a", "b", "c", "b"].map((key) => twice.take(key, 0)), [
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
  assertEquals([twice.take("a", 99), twice.take("c", 100)], [false, true]);
  assertEquals([twice.take("c", 101), twice.take("c", 102), twice.take("c", 0)], [
    true,
    false,
    true,
  ]);
});

import { assert, assertEquals } from "@std/assert";
import { backoff } from "../../../client/platform/backoff.ts";

const none = () => 0;
const most = () => 0.999_999;

Deno.test("Backoff: backoff tries at once, then waits longer each time, up to seven seconds", () => {
  const steps = [0, 1, 2, 3, 4, 5, 6, 100].map((attempt) => backoff(attempt, none));
  assertEquals(steps, [0, 300, 1200, 2700, 4800, 7000, 7000, 7000]);
});

Deno.test("Backoff: backoff spreads the pages over one second, over half of one at the first try", () => {
  assertEquals(backoff(0, most), 499);
  assertEquals(backoff(1, most), 1299);
  assertEquals(backoff(100, most), 7999);
  assertEquals(backoff(1, () => 0.5), 800);
});

Deno.test("Backoff: backoff is whole milliseconds", () => {
  assert(Number.isInteger(backoff(2, () => 0.123_456_7)));
});

import { assertEquals } from "@std/assert";
import { watchFrameBudget } from "../../../client/effects/frame_budget.ts";

/** The efforts that frames of `ms` each lead to, in the order in which they change. */
function efforts(ms: (at: number) => number, seconds: number): string[] {
  const budget = watchFrameBudget();
  const seen: string[] = [];
  for (let now = 0, at = 0; now < seconds * 1000; at++) {
    const took = ms(at);
    now += Math.max(40, took);
    const effort = budget.note(took, now);
    if (effort !== seen.at(-1)) seen.push(effort);
  }
  return seen;
}

Deno.test("watchFrameBudget: a machine that keeps 12 frames a second is left alone", () => {
  assertEquals(efforts(() => 80, 60), ["full"]);
});

Deno.test("watchFrameBudget: one that does not steps down, and then gives up", () => {
  assertEquals(efforts(() => 120, 60), ["full", "less", "none"]);
});

Deno.test("watchFrameBudget: single slow frames, and a busy moment, change nothing", () => {
  assertEquals(efforts((at) => at % 20 === 0 ? 400 : 20, 60), ["full"]);
  assertEquals(efforts((at) => at < 30 ? 150 : 20, 60), ["full"]);
});

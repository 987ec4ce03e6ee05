import { assertEquals } from "@std/assert";
import { scheduleRenders } from "../../../client/app/render_schedule.ts";
import { fakeClock } from "../../fakes/clock.ts";

function setUp() {
  const clock = fakeClock();
  const frames: (() => void)[] = [];
  const world = { drawn: 0, setupMs: 0 };
  const renders = scheduleRenders({
    draw: () => void world.drawn++,
    setupMs: () => world.setupMs,
    nextFrame: (run) => void frames.push(run),
    later: clock.later,
  });
  const frame = () => frames.splice(0).forEach((run) => run());
  return { clock, world, renders, frame };
}

Deno.test("RenderSchedule: requests within one frame are one drawing", () => {
  const { world, renders, frame } = setUp();
  for (let at = 0; at < 3; at++) renders.request();
  assertEquals(world.drawn, 0);
  frame();
  frame();
  assertEquals(world.drawn, 1);
});

Deno.test("RenderSchedule: waits while something is more urgent, and no longer than that may take", async () => {
  const { clock, world, renders, frame } = setUp();
  world.setupMs = 100;
  renders.request();
  frame();
  assertEquals(world.drawn, 0);
  world.setupMs = 0;
  await clock.pass(100);
  frame();
  assertEquals(world.drawn, 1);
});

Deno.test("RenderSchedule: draws at the first change after what was urgent is done", async () => {
  const { clock, world, renders, frame } = setUp();
  world.setupMs = 400;
  renders.request();
  frame();
  world.setupMs = 0;
  renders.request();
  frame();
  assertEquals(world.drawn, 1);
  await clock.pass(400);
  frame();
  assertEquals(world.drawn, 1);
});

Deno.test("RenderSchedule: a page that is hidden meanwhile does not wait for a frame", () => {
  const { world, renders, frame } = setUp();
  renders.request();
  renders.flush();
  assertEquals(world.drawn, 1);
  frame();
  renders.flush();
  assertEquals(world.drawn, 1);
});

import { assertEquals } from "@std/assert";
import { openDrawing } from "../../../client/app/drawing.ts";
import { fakeClock } from "../../fakes/clock.ts";

function setUp() {
  const clock = fakeClock();
  const frames: (() => void)[] = [];
  const world = { drawn: 0, urgentMs: 0 };
  const drawing = openDrawing({
    draw: () => void world.drawn++,
    urgentMs: () => world.urgentMs,
    nextFrame: (run) => void frames.push(run),
    later: clock.later,
  });
  const frame = () => frames.splice(0).forEach((run) => run());
  return { clock, world, drawing, frame };
}

Deno.test("Drawing: requests within one frame are one drawing", () => {
  const { world, drawing, frame } = setUp();
  for (let at = 0; at < 3; at++) drawing.request();
  assertEquals(world.drawn, 0);
  frame();
  frame();
  assertEquals(world.drawn, 1);
});

Deno.test("Drawing: waits while something is more urgent, and no longer than that may take", async () => {
  const { clock, world, drawing, frame } = setUp();
  world.urgentMs = 100;
  drawing.request();
  frame();
  assertEquals(world.drawn, 0);
  world.urgentMs = 0;
  await clock.pass(100);
  frame();
  assertEquals(world.drawn, 1);
});

Deno.test("Drawing: draws at the first change after what was urgent is done", async () => {
  const { clock, world, drawing, frame } = setUp();
  world.urgentMs = 400;
  drawing.request();
  frame();
  world.urgentMs = 0;
  drawing.request();
  frame();
  assertEquals(world.drawn, 1);
  await clock.pass(400);
  frame();
  assertEquals(world.drawn, 1);
});

Deno.test("Drawing: a page that is hidden meanwhile does not wait for a frame", () => {
  const { world, drawing, frame } = setUp();
  drawing.request();
  drawing.flush();
  assertEquals(world.drawn, 1);
  frame();
  drawing.flush();
  assertEquals(world.drawn, 1);
});

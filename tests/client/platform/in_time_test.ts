import { assertEquals, assertRejects } from "@std/assert";
import { inTime } from "../../../client/platform/in_time.ts";
import { fakeClock } from "../../fakes/clock.ts";

Deno.test("inTime: an answer comes through, and so does a fault, and no timer is left", async () => {
  const clock = fakeClock();
  assertEquals(await inTime(Promise.resolve(7), clock.later), 7);
  const fault = new Error("mine");
  assertEquals(await assertRejects(() => inTime(Promise.reject(fault), clock.later)), fault);
  assertEquals(clock.waiting(), 0);
});

Deno.test("inTime: an answer that does not come is waited for in two halves, and then no more", async () => {
  const clock = fakeClock();
  let told = "waiting";
  inTime(new Promise(() => {}), clock.later, 1000).catch((fault) => told = fault.message);
  await clock.pass(999);
  assertEquals([told, clock.waiting()], ["waiting", 1]);
  await clock.pass(1);
  assertEquals([told, clock.waiting()], ["no answer in time", 0]);
});

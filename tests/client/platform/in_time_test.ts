import { assertEquals, assertRejects } from "@std/assert";
import { limitTime } from "../../../client/platform/in_time.ts";
import { fakeClock } from "../../fakes/clock.ts";

Deno.test("limitTime: an answer comes through, and so does a fault, and no timer is left", async () => {
  const clock = fakeClock();
  const inTime = limitTime(clock.later);
  assertEquals(await inTime(Promise.resolve(7)), 7);
  const fault = new Error("mine");
  assertEquals(await assertRejects(() => inTime(Promise.reject(fault))), fault);
  assertEquals(clock.waiting(), 0);
});

Deno.test("limitTime: an answer that does not come is waited for in two halves, and then no more", async () => {
  const clock = fakeClock();
  let told = "waiting";
  limitTime(clock.later, 1000)(new Promise(() => {})).catch((fault) => told = fault.message);
  await clock.pass(999);
  assertEquals([told, clock.waiting()], ["waiting", 1]);
  await clock.pass(1);
  assertEquals([told, clock.waiting()], ["no answer in time", 0]);
});

import { assertEquals, assertMatch } from "@std/assert";
import { tooLittleMemory, watchMemory } from "../../signaling/memory_watch.ts";
import { fakeClock } from "../fakes/clock.ts";

Deno.test("memory: above the soft limit no newcomers, a quarter more ends it, once", async () => {
  const clock = fakeClock();
  let used = 99;
  let full = 0;
  const { signal } = new AbortController();
  const memory = watchMemory({
    resident: () => used,
    soft: 100,
    onFull: () => full++,
    clock,
    signal,
  });
  assertEquals(memory.short, false);
  used = 101;
  await clock.pass(100);
  assertEquals([memory.short, full], [true, 0]);
  used = 50;
  await clock.pass(100);
  assertEquals(memory.short, false);
  used = 126;
  await clock.pass(1000);
  assertEquals([memory.short, full, clock.waiting()], [true, 1, 0]);
});

Deno.test("tooLittleMemory: a limit that the process passes by itself is said in words", () => {
  const resident = 159 * 1024 ** 2;
  assertEquals(tooLittleMemory(resident, 128), null);
  assertMatch(tooLittleMemory(resident, 127) ?? "", /^MEMORY_MIB=127 is too little: .* 159 MiB/);
});

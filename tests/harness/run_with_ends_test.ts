import { assertEquals } from "@std/assert";
import { runWithEnds } from "./run_with_ends.ts";

const fail = (message: string) => () => Promise.reject(new Error(message));
const errorOf = (run: Promise<void>) => run.then(() => null, (error: Error) => error);

Deno.test("runWithEnds: every end is run, and none hides the error of the play", async () => {
  const ran: string[] = [];
  const end = (name: string) => () => Promise.resolve(void ran.push(name));
  await runWithEnds(end("play"), end("one"), end("two"));
  assertEquals(ran, ["play", "one", "two"]);
  assertEquals((await errorOf(runWithEnds(fail("play"), end("three"))))?.message, "play");
  const late = await errorOf(runWithEnds(end("four"), fail("end"), end("five")));
  assertEquals(late?.message, "end");
  assertEquals(ran.slice(3), ["three", "four", "five"]);
  const both = await errorOf(runWithEnds(fail("play"), fail("end")));
  assertEquals(both instanceof AggregateError && both.errors.map(({ message }) => message), [
    "play",
    "end",
  ]);
});

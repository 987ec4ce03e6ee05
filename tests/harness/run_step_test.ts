import { assertEquals } from "@std/assert";
import { again, both, type Found, read } from "./run_step.ts";
import { missing, REQUIREMENTS } from "./requirements.ts";

const XML = `<testsuites><testsuite name="x">
  <testcase name="it &quot;works&quot; &amp; more" classname="x" time="1.500" line="1"></testcase>
  <testcase name="F57: a &lt;b&gt;" classname="x"><failure message="no">at x</failure></testcase>
  <testcase name="F57: a &lt;b&gt; &gt; step" classname="x"><failure message="no"/></testcase>
  <testcase name="cut off" classname="x"><error message="Cancelled"/></testcase>
  <testcase name="left out" classname="x"><skipped/></testcase>
</testsuite></testsuites>`;

/** A run of `good` tests that pass, and of these that fail. */
function run(good: number, ...names: string[]): Found {
  const messages = Object.fromEntries(names.map((name) => [name, `${name} is wrong`]));
  return { passed: good, failed: names.length, skipped: 1, names, messages, seconds: {} };
}

Deno.test("runStep: a report is counted by its tests, and names those that failed", () => {
  const messages = { "F57: a <b>": "at x", "cut off": "Cancelled" };
  const names = ["F57: a <b>", "cut off"];
  const { seconds, ...found } = read(XML);
  assertEquals(found, { passed: 1, failed: 2, skipped: 1, names, messages });
  assertEquals(seconds, { 'it "works" & more': 1.5, "F57: a <b>": 0, "cut off": 0 });
});

Deno.test("runStep: two runs are counted as one", () => {
  assertEquals(both(run(2, "a"), run(3, "b", "c")), { ...run(5, "a", "b", "c"), skipped: 2 });
});

Deno.test("runStep: what failed is run again, and counts if it passes alone", async () => {
  const asked: string[] = [];
  const found = await again(run(5, "a (b)", "c"), (filter) => {
    asked.push(filter);
    return Promise.resolve(run(1, "c"));
  });
  assertEquals(asked, ["/^(a .b.|c)$/"]);
  const messages = { c: "c is wrong\n  again: c is wrong" };
  const rest = { passed: 6, failed: 1, skipped: 1, names: ["c"], messages, seconds: {} };
  assertEquals(found, { found: rest, unsteady: ["a (b)"] });
});

Deno.test("runStep: nothing is run again when nothing failed, too much did, or nobody knows what", async () => {
  const never = () => Promise.reject(new Error("was run again"));
  const nameless = { ...run(5), failed: 1 };
  for (const first of [run(5), run(5, ..."abcdefghi"), nameless]) {
    assertEquals(await again(first, never), { found: first, unsteady: [] });
  }
});

Deno.test("runStep: a second run that fell over, or ran less, saves nobody", async () => {
  for (const second of [{ ...run(0), failed: 1 }, run(0), run(1)]) {
    const { found, unsteady } = await again(run(5, "a", "b"), () => Promise.resolve(second));
    assertEquals([found.failed, unsteady], [2, []]);
  }
});

Deno.test("runStep: what is missing is named with what is skipped for want of it, for this step alone", () => {
  assertEquals(missing("all", () => true), []);
  assertEquals(missing("all", () => false).length, REQUIREMENTS.length);
  assertEquals(missing("processes", (name) => name !== "nats-server"), [
    "  no nats-server  several processes on one bus (nats-server)",
  ]);
  assertEquals(missing("unit", (name) => name !== "chromium"), []);
});

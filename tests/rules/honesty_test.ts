import { assertEquals } from "@std/assert";
import { readSource, sourcesOf } from "../harness/sources.ts";

/**
 * Rules of the tests themselves, as far as reading finds a breach of them: nothing that is asserted
 * depends on the pace of the machine, and nobody sleeps where an event could be waited for.
 */

/** Files that wait for a time to pass, and why nothing else can tell them when to go on. */
const SLEEPS: Readonly<Record<string, string>> = {
  "tests/harness/browser/wait_until.ts": "asks again: pages tell nobody what they show",
  "tests/processes/bus_contract_test.ts": "asks again: an isolate tells when it is asked",
  "tests/harness/attacker.ts": "an attacker's pace, and staying until it is ended",
  "tests/harness/loopback_turn.ts": "asks again: coturn does not say when it listens",
  "tests/hostile/flood_test.ts": "honest pages keep their own limit of messages a second",
  "tests/browser/flood_test.ts": "an attacker's pace: so many messages a second",
  "tests/hostile/memory_test.ts": "an attacker's pace: a gigabit a second",
  "tests/client/ui/gallery/gallery.ts": "notices come and go by the page's timers; no test",
};

/** Files whose assertions hold a time, and why no count, ratio or order says the same. */
const TIMES: Readonly<Record<string, string>> = {};

Deno.test("tests: nobody sleeps, but for a reason that stands here", async () => {
  const found: string[] = [];
  for await (const { path, text } of files()) {
    if (sleeps(text)) found.push(path);
  }
  assertEquals(found.sort(), Object.keys(SLEEPS).sort());
});

Deno.test("tests: no assertion holds a time on the clock", async () => {
  const found: string[] = [];
  for await (const { path, text } of files()) {
    if (path in TIMES) continue;
    for (const one of timed(text)) found.push(`${path}: ${one}`);
  }
  assertEquals(found, []);
});

Deno.test("honesty: what the two rules find", () => {
  const wait = "await new Promise((resolve) => setTimeout(resolve, 20));";
  assertEquals([sleeps(wait), sleeps("setTimeout(resolve, 0)"), sleeps("setTimeout(end, 60)")], [
    true,
    false,
    false,
  ]);
  assertEquals(timed("assert(performance.now() - began < 5);"), ["performance.now() - began < 5"]);
  const later = "const a = performance.now(); const left = (x - a) / 2; assert(left > 13, `${b}`);";
  assertEquals(timed(later), ["left > 13, `${b}`"]);
  assertEquals(timed("const a = performance.now(); assert(other(3) > 13); log(a);"), []);
  assertEquals(timed("const a = performance.now(); const b = () => a; assert(b);"), []);
});

/** True if a promise is resolved by a timer and by nothing else. A turn of the loop is no sleep. */
function sleeps(text: string): boolean {
  return /new Promise(?:<\w+>)?\(\((\w+)\) =>\s*setTimeout\(\1, (?!0\))(?!\d+, null)/.test(text);
}

/** The arguments of each assertion that tell of a time: the clock's own, or made from it. */
function timed(text: string): string[] {
  const tainted = new Set<string>();
  // A value made from a time is one, too; a function that makes one has no time yet.
  const made =
    /\b(?:const|let)\s+(\w+)(?::[^=;]+)?\s*=(?!\s*(?:async )?\(?[\w\s,{}:]*\)?\s*=>)([^;]*);/g;
  for (let before = -1; before < tainted.size;) {
    before = tainted.size;
    for (const [, name = "", value = ""] of text.matchAll(made)) {
      if (tells(value, tainted)) tainted.add(name);
    }
  }
  return [...text.matchAll(/\bassert\w*\(/g)].flatMap(({ index, 0: { length } }) => {
    const inside = balanced(text, index + length);
    return tells(inside, tainted) ? [inside] : [];
  });
}

function tells(expression: string, tainted: ReadonlySet<string>): boolean {
  // What is only said when it fails is no limit.
  const plain = expression.replace(/`[^`]*`|"[^"]*"/g, "");
  return /\bperformance\.now\(|\belapsed\(/.test(plain) ||
    [...tainted].some((name) => new RegExp(`(?<![.\\w])${name}\\b(?!\\()`).test(plain));
}

/** The text from here to the bracket that closes. */
function balanced(text: string, from: number): string {
  let depth = 1;
  let at = from;
  for (; at < text.length && depth > 0; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")") depth--;
  }
  return text.slice(from, at - 1).trim();
}

async function* files(): AsyncGenerator<{ path: string; text: string }> {
  for await (const path of sourcesOf(["tests/"])) {
    if (path !== "tests/rules/honesty_test.ts") yield { path, text: await readSource(path) };
  }
}

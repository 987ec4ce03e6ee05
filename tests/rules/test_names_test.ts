import { assertEquals } from "@std/assert";
import { readSource, sourcesOf, walk } from "../harness/sources.ts";

/** Functions of the tests that register a test of the name that is their first argument. */
const HELPERS = ["browserTest", "browserTestWithTurn", "test"];
/** A unit of the code, a document or a row of faults, and then a sentence about it. */
const UNIT_FIRST = /^[^:]{1,80}: \S/;
/** In tests that mirror a folder of sources: a unit's name, and one word more at most. */
const UNIT_NAME = /^[\w#./…-]+(?: \w+)?: /;
const MIRRORS = /^tests\/(?:client|signaling|routes|protocol)\//;

const isNamed = (path: string, name: string) =>
  UNIT_FIRST.test(name) && (!MIRRORS.test(path) || UNIT_NAME.test(name));

Deno.test("test names: the unit stands first, and then what is said of it", async () => {
  const wrong: string[] = [];
  for await (const path of sourcesOf(["tests/"])) {
    for (const name of names(path, await readSource(path))) {
      if (!isNamed(path, name)) wrong.push(`${path}: ${name}`);
    }
  }
  assertEquals(wrong, []);
  assertEquals(isNamed("tests/client/a_test.ts", "a guest waits"), false);
  assertEquals(isNamed("tests/client/a_test.ts", "guests at the door wait: all"), false);
  assertEquals(isNamed("tests/client/a_test.ts", "RoomLock: a guest waits"), true);
});

Deno.test("test names: they are found as texts, as templates, in objects and in helpers", () => {
  const planted = [
    'Deno.test("a", () => {});',
    "Deno.test(`${b}: c`, () => {});",
    'Deno.test({ name: "d", fn() {} });',
    "Deno.test.ignore({ name: `e ${f}`, fn() {} });",
    'browserTest("g", { async run() {} });',
    'other("h");',
  ].join("\n");
  assertEquals(names("a.ts", planted), ["a", "…: c", "d", "e …", "g"]);
});

/** Names of the tests that a source registers; values in them are three dots. */
function names(path: string, text: string): string[] {
  const found: string[] = [];
  walk(path, text, () => ({
    CallExpression({ callee, arguments: [first] }) {
      if (!first || !registers(text.slice(...callee.range))) return;
      const name = first.type === "ObjectExpression" ? nameIn(first) : first;
      if (name?.type === "Literal" && typeof name.value === "string") found.push(name.value);
      if (name?.type === "TemplateLiteral") {
        found.push(name.quasis.map(({ cooked }) => cooked).join("…"));
      }
    },
  }));
  return found;
}

function registers(callee: string): boolean {
  return /^Deno\.test(?:\.ignore|\.only)?$/.test(callee) || HELPERS.includes(callee);
}

function nameIn({ properties }: Deno.lint.ObjectExpression): Deno.lint.Node | undefined {
  for (const one of properties) {
    if (one.type !== "Property" || one.key.type !== "Identifier") continue;
    if (one.key.name === "name") return one.value;
  }
  return undefined;
}

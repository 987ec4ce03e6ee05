import { assert, assertEquals } from "@std/assert";
import { missingTests } from "../harness/tests_in_doc.ts";
import * as limits from "../../protocol/limits.ts";

const root = new URL("../../", import.meta.url);
const doc = await Deno.readTextFile(new URL("docs/hostile-input.md", root));
const rows = (form: RegExp) =>
  doc.split("\n").filter((line) => form.test(line))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));

Deno.test("hostile-input.md: all rows are answered, each with a test that exists or a reason", async () => {
  const answered = rows(/^\| B\d+ /);
  assertEquals(answered.map(([row]) => row), Array.from({ length: 90 }, (_, at) => `B${at + 1}`));
  for (const [row, , state = "", tests = "", note = ""] of answered) {
    assert(
      ["met", "known-native", "partly", "n.a.", "not shown"].includes(state),
      `${row} ${state}`,
    );
    if (state !== "met") assert(note.length > 0, `${row} needs a reason`);
    if (state === "met" || state === "partly") assert(/` “/.test(tests), `${row} has no test`);
    assertEquals(await missingTests(tests), [], row);
  }
});

Deno.test("hostile-input.md: each row of endpoints is shown by tests that exist", async () => {
  const shown = rows(/^\| S\d+ /);
  assertEquals(shown.map(([row]) => row), shown.map((_, at) => `S${at + 1}`));
  assert(shown.length > 0);
  for (const [row, , , tests = ""] of shown) {
    assert(/` “/.test(tests), `${row} has no test`);
    assertEquals(await missingTests(tests), [], row);
  }
});

/** Every number in the limits, by its name as the table writes it. */
function numbers(): [string, number][] {
  return Object.entries(limits).flatMap(([name, value]): [string, number][] => {
    if (typeof value === "number") return [[name, value]];
    if (typeof value !== "object" || value instanceof RegExp || name === "CLOSE") return [];
    return Object.entries(value).flatMap(([field, one]): [string, number][] =>
      typeof one === "number" ? [[`${name}.${field}`, one]] : []
    );
  });
}

Deno.test("hostile-input.md: the limits of the documentation are those of the code, all of them", () => {
  const told = rows(/^\|.*\| `[A-Z][A-Za-z_.]*`/)
    .map(([, name = "", value]) => [name.replaceAll("`", ""), Number(value)]);
  const wanted = numbers().filter(([name]) => name !== "MAX_ICE_SERVERS");
  assertEquals(told.toSorted(), wanted.toSorted());
});

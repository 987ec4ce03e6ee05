import { assert } from "@std/assert";

const root = new URL("../../", import.meta.url);

Deno.test("docs/client-faults.md: every row names tests that exist", async () => {
  const doc = await Deno.readTextFile(new URL("docs/client-faults.md", root));
  const rows = doc.split("\n").filter((line) => /^\| (?!fault|-)/.test(line));
  assert(rows.length > 0);
  for (const row of rows) {
    const named = [...row.matchAll(/`([^`]+\.ts)` “([^”]+)”/g)];
    assert(named.length > 0, `no test: ${row}`);
    for (const [, file = "", name = ""] of named) {
      const source = await Deno.readTextFile(new URL(`tests/${file}`, root));
      assert(source.includes(name), `${file} has no test “${name}”`);
    }
  }
});

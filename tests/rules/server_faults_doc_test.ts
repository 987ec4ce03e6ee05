import { assert, assertEquals } from "@std/assert";
import { missingTests } from "../harness/tests_in_doc.ts";

Deno.test("server-faults.md: each fault names its test, and each test is there", async () => {
  const doc = await Deno.readTextFile(new URL("../../docs/server-faults.md", import.meta.url));
  const rows = doc.split("\n").filter((line) => line.startsWith("| "))
    .filter((line) => !/^\| (?:what happens|-)/.test(line));
  assert(rows.length >= 35, `${rows.length} rows`);
  assertEquals(rows.filter((row) => !/` “/.test(row)), []);
  assertEquals(await missingTests(doc), []);
});

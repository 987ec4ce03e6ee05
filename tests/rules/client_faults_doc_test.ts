import { assert, assertEquals } from "@std/assert";
import { missingTests } from "../harness/tests_in_doc.ts";

Deno.test("client-faults.md: each row names tests, and each test is there", async () => {
  const doc = await Deno.readTextFile(new URL("../../docs/client-faults.md", import.meta.url));
  const rows = doc.split("\n").filter((line) => /^\| (?!fault|-)/.test(line));
  assert(rows.length >= 34, `${rows.length} rows`);
  assertEquals(rows.filter((row) => !/` “/.test(row)), []);
  assertEquals(await missingTests(doc), []);
});

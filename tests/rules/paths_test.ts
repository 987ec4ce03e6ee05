import { assertEquals } from "@std/assert";
import { readSource, sourcesOf } from "../harness/sources.ts";

Deno.test("paths: no file's path is the pathname of its URL, where spaces and Chinese are escaped", async () => {
  const wrong: string[] = [];
  for await (const path of sourcesOf(["routes/", "signaling/", "bench/", "tests/"])) {
    const text = await readSource(path);
    if (/new URL\([^()]*(?:ROOT|OUT|import\.meta\.url)\)\.pathname/.test(text)) wrong.push(path);
  }
  assertEquals(wrong, []);
});

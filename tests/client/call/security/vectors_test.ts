import { assert, assertEquals } from "@std/assert";
import { check } from "../../../vectors/check.ts";

Deno.test("Vectors: the vectors of seal, signature, commitment and code hold", async () => {
  const found = await check();
  assert(found.length > 30, `${found.length}`);
  for (const [what, expected, got] of found) assertEquals(got, expected, what);
});

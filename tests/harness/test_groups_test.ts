import { assertEquals } from "@std/assert";
import { deal } from "./test_groups.ts";

Deno.test("deal: every file is in one group, and the first ones lead", () => {
  const files = ["a", "b", "c", "d", "e", "f", "g"];
  const groups = deal(files, 3);
  assertEquals(groups, [["a", "d", "g"], ["b", "e"], ["c", "f"]]);
  assertEquals(groups.flat().toSorted(), files);
  assertEquals(deal([], 3), []);
});

import { assertEquals } from "@std/assert";
import { line } from "../../../../client/ui/panels/chart.tsx";

Deno.test("Chart: a line ends at the right, and its greatest value is at the top", () => {
  assertEquals(line([0, 5, 10]), "57,30.0 58,16.0 59,2.0");
  assertEquals(line([null, 4]), "59,2.0");
  assertEquals(line([0, 0]), "58,30.0 59,30.0");
  assertEquals(line([]), "");
});

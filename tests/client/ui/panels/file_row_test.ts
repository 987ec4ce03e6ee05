import { assertEquals } from "@std/assert";
import { formatBytes } from "../../../../client/ui/panels/file_row.tsx";

Deno.test("formatBytes: sizes are counted in thousands, with a decimal from megabytes on", () => {
  const sizes = [0, 999, 1000, 1_440_000, 67_108_864, 1_800_000_000, 2 ** 53 - 1];
  assertEquals(sizes.map((size) => formatBytes(size, "en")), [
    "0 byte",
    "999 byte",
    "1 kB",
    "1.4 MB",
    "67.1 MB",
    "1.8 GB",
    "9,007.2 TB",
  ]);
});

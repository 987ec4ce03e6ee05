import { assert, assertEquals } from "@std/assert";
import type { Found } from "../vectors/check.ts";
import { vectorsScript } from "../harness/vectors_script.ts";
import { browserTest } from "../harness/browser/test_room.ts";

browserTest(
  "vectors: the vectors hold in both browsers",
  ["chromium", "firefox"],
  async (testRoom) => {
    const code = await vectorsScript();
    for (const kind of ["chromium", "firefox"] as const) {
      const { page } = await testRoom.open(kind, `${testRoom.server.origin}/`);
      const found = await page.evaluate<[], () => Promise<Found[]>>(
        `(async () => { ${code}; return await vectors.check(); })()` as unknown as () => Promise<
          Found[]
        >,
      );
      assert(found.length > 30, `${found.length}`);
      for (const [what, expected, got] of found) assertEquals(got, expected, `${kind}: ${what}`);
    }
  },
);

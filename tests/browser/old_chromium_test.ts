import { allHear } from "../harness/browser/media_counters.ts";
import { lacks } from "../harness/browser/browser_binaries.ts";
import { OLD_ARGS, oldChromium } from "../harness/browser/old_chromium.ts";
import { browserTest } from "../harness/browser/test_room.ts";

/** The package carries a binary for these machines alone. */
const runs = Deno.build.os === "linux" && Deno.build.arch === "x86_64" && !lacks("chromium");
const old = runs ? { binary: await oldChromium(), args: OLD_ARGS } : {};

browserTest(
  "older Chromium: 119 comes to the present one, and Firefox and the present one to it",
  ["chromium", "firefox"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("chromium", "Bob", { with: old });
    await allHear([ann, bob]);
    await ann.close();
    for (const kind of ["firefox", "chromium"] as const) {
      const cem = await testRoom.enter(kind, "Cem");
      await allHear([bob, cem]);
      await cem.close();
    }
  },
  undefined,
  !runs,
);

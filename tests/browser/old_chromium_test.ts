import { allHear } from "../harness/browser/media_counters.ts";
import { lacks } from "../harness/browser/browser_binaries.ts";
import { OLD_ARGS, oldChromium } from "../harness/browser/old_chromium.ts";
import { scene } from "../harness/browser/stage.ts";

/** The package carries a binary for these machines alone. */
const runs = Deno.build.os === "linux" && Deno.build.arch === "x86_64" && !lacks("chromium");
const old = runs ? { binary: await oldChromium(), args: OLD_ARGS } : {};

scene(
  "older Chromium: 119 comes to the present one, and Firefox and the present one to it",
  ["chromium", "firefox"],
  async (stage) => {
    const ann = await stage.enter("chromium", "Ann");
    const bob = await stage.enter("chromium", "Bob", { with: old });
    await allHear([ann, bob]);
    await ann.close();
    for (const kind of ["firefox", "chromium"] as const) {
      const cem = await stage.enter(kind, "Cem");
      await allHear([bob, cem]);
      await cem.close();
    }
  },
  undefined,
  !runs,
);

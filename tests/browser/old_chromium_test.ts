import { allHear } from "../harness/browser/media_counters.ts";
import { lacks } from "../harness/browser/browser_binaries.ts";
import { OLD_ARGS, oldChromium } from "../harness/browser/old_chromium.ts";
import { scene } from "../harness/browser/stage.ts";

/** The package carries a binary for these machines alone. */
const runs = Deno.build.os === "linux" && Deno.build.arch === "x86_64" && !lacks("chromium");
const old = runs ? { binary: await oldChromium(), args: OLD_ARGS } : {};

scene(
  "older Chromium: Chromium 119 comes to the present Chromium",
  ["chromium"],
  async (stage) => {
    const ann = await stage.enter("chromium", "Ann");
    const bob = await stage.enter("chromium", "Bob", { with: old });
    await allHear([ann, bob]);
  },
  undefined,
  !runs,
);

scene(
  "older Chromium: the present Chromium comes to Chromium 119",
  ["chromium"],
  async (stage) => {
    const ann = await stage.enter("chromium", "Ann", { with: old });
    const bob = await stage.enter("chromium", "Bob");
    await allHear([ann, bob]);
  },
  undefined,
  !runs,
);

scene(
  "older Chromium: Firefox comes to Chromium 119",
  ["chromium", "firefox"],
  async (stage) => {
    const ann = await stage.enter("chromium", "Ann", { with: old });
    const bob = await stage.enter("firefox", "Bob");
    await allHear([ann, bob]);
  },
  undefined,
  !runs,
);

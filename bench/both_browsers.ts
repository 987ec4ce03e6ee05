import type { Browser } from "puppeteer-core";
import type { Kind } from "../tests/harness/browser/browser_binaries.ts";
import { start } from "../tests/harness/browser/browsers.ts";

/** Starts a browser of each kind. They would outlive a process that ends by an error: it ends them. */
export async function startBoth(): Promise<Readonly<Record<Kind, Browser>>> {
  const browsers = { chromium: await start("chromium"), firefox: await start("firefox") };
  addEventListener("unload", () => {
    for (const browser of Object.values(browsers)) browser.process()?.kill("SIGKILL");
  });
  return browsers;
}

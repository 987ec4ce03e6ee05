import { assertEquals } from "@std/assert";
import { scene } from "../harness/browser/stage.ts";

scene("Manifest: Chromium would install the page", ["chromium"], async (stage) => {
  const ann = await stage.open("chromium", `${stage.server.origin}/`);
  await ann.on("landing");
  const session = await ann.page.createCDPSession();
  const { errors } = await session.send("Page.getAppManifest");
  assertEquals(errors, []);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A context of its own is like a private window, where nothing is installed.
  const others = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
  assertEquals(others, []);
});

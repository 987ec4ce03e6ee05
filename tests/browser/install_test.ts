import { assertEquals } from "@std/assert";
import { browserTest } from "../harness/browser/test_room.ts";

browserTest("Manifest: Chromium would install the page", ["chromium"], async (testRoom) => {
  const ann = await testRoom.open("chromium", `${testRoom.server.origin}/`);
  await ann.on("landing");
  const session = await ann.page.createCDPSession();
  const { errors } = await session.send("Page.getAppManifest");
  assertEquals(errors, []);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A context of its own is like a private window, where nothing is installed.
  const others = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
  assertEquals(others, []);
});

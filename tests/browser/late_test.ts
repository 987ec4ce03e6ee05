import { assertEquals } from "@std/assert";
import { scene } from "./rig/scene.ts";

const NEW_CALL = '[data-do="start"]';

for (const kind of ["chromium", "firefox"] as const) {
  scene(`${kind}: what failed to load is loaded when it can be`, [kind], async (stage) => {
    stage.expect(/ERR_FAILED|NetworkError|NS_ERROR|Loading failed|blocked|Failed to load/i);
    const ann = await stage.open(kind, stage.server.origin);
    await ann.count(NEW_CALL, 1);
    let failed = 0;
    await ann.page.setRequestInterception(true);
    ann.page.on("request", (request) => {
      if (failed === 0 && /\/late-/.test(request.url())) {
        failed++;
        return void request.abort();
      }
      request.continue();
    });
    await ann.page.reload();
    await ann.count(NEW_CALL, 1);
    assertEquals(failed, 1);
  });
}

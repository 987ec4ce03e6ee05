import { assert, assertEquals } from "@std/assert";
import type { AppOptions } from "../../routes/app.ts";
import { service, site } from "../harness/service.ts";

const addr = { transport: "tcp", hostname: "192.0.2.1", port: 1 } as const;

const ask = (path: string, init: RequestInit = {}, options: Partial<AppOptions> = {}) =>
  service(options).handle(new Request(`http://call.example${path}`, init), { remoteAddr: addr });

Deno.test("serveFixed: worker and listing are asked for again each time, and missing where nothing is kept", async () => {
  const none = { current: () => ({ ...site, kept: null }), kept: () => Promise.resolve(null) };
  for (
    const [path, type] of [
      ["/service_worker.js", "text/javascript; charset=utf-8"],
      ["/build.json", "application/json"],
    ] as const
  ) {
    const { status, headers } = await ask(path);
    assertEquals(
      [status, headers.get("content-type"), headers.get("cache-control")],
      [200, type, "no-cache"],
    );
    const etag = headers.get("etag") ?? "";
    assertEquals((await ask(path, { headers: { "if-none-match": etag } })).status, 304);
    assertEquals((await ask(path, {}, { sites: none })).status, 404);
    assertEquals((await ask(path, { method: "DELETE" })).status, 405);
  }
});

Deno.test("page: a page that another page may have opened is cut off from it", async () => {
  const cutOff = async (site?: string) => {
    const init = site ? { headers: { "sec-fetch-site": site } } : {};
    const { headers } = await ask("/", init);
    assert(headers.get("vary")?.includes("Sec-Fetch-Site"), "a cache tells them apart");
    return headers.get("cross-origin-opener-policy");
  };
  for (const site of ["cross-site", "same-site", "same-origin", "nonsense", undefined]) {
    assertEquals(await cutOff(site), "same-origin", site);
  }
  assertEquals(await cutOff("none"), null);
});

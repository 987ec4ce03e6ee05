import { assert } from "@std/assert";
import { lacks } from "../harness/browser/browser_binaries.ts";
import { canMakeNamespaces, makeNamespace } from "../harness/browser/network_namespace.ts";
import { serve } from "../harness/browser/server.ts";
import { fromFileUrl } from "../harness/paths.ts";

const PROGRAM = fromFileUrl(new URL("../harness/browser/namespaced_call.ts", import.meta.url));
/** An address of the documentation block of RFC 5737: nobody's. */
const ELSEWHERE = "192.0.2.1";

Deno.test({
  name: "over --lan: a call where nothing but the server can be reached",
  ignore: lacks("chromium", "firefox") || !await canMakeNamespaces(),
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using namespace = await makeNamespace();
    const server = await serve({}, ["--lan"]);
    try {
      assert(server.origin.startsWith("https:"), server.origin);
      const link = `https://${namespace.host}:${server.port}/#/test/${"A".repeat(43)}`;
      const args = ["run", "-A", "--no-check", PROGRAM, link, ELSEWHERE];
      const { success, output } = await namespace.run(Deno.execPath(), args);
      assert(
        await namespace.dropped() > 0,
        "nothing was dropped: the namespace lets everything out",
      );
      assert(success && output.includes("held"), `${output}\n${server.log.join("\n")}`);
    } finally {
      await server.stop();
    }
  },
});

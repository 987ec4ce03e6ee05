import { browserTest } from "../harness/browser/test_room.ts";
import { serve } from "../harness/browser/server.ts";

/** An address of this machine that others would use, if it has one. */
const address = Deno.networkInterfaces().find(({ family, address, name }) => {
  return family === "IPv4" && name !== "lo" && !address.startsWith("127.");
})?.address;

/** The whole network, but nobody else: names lead nowhere. */
const reach = {
  args: [`--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE ${address}`],
};

for (const kind of ["chromium", "firefox"] as const) {
  browserTest(
    `insecure page: a page over http that is not of this machine says so in ${kind}, and so does its check`,
    [kind],
    async (testRoom) => {
      // What Chromium says of a header that means nothing on such a page.
      testRoom.expect(/Cross-Origin-Opener-Policy/);
      const origin = `http://${address}:${testRoom.server.port}`;
      const link = testRoom.link.replace(testRoom.server.origin, origin);
      const ann = await testRoom.open(kind, link, { with: reach });
      await ann.on("insecure");
      await ann.reads("Open this page with https:// in front");
      const bob = await testRoom.open(kind, `${origin}/#/check`, { with: reach });
      await bob.press("check");
      await bob.count('[data-topic="secure"][data-verdict="insecure"]', 1);
      await bob.reads("This page is not HTTPS.");
    },
    () => serve({ HOST: "0.0.0.0" }),
    address === undefined,
  );
}

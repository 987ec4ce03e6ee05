import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { lacks } from "../harness/daemon.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { plainNginx } from "../harness/plain_nginx.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

const PROXIES = [
  ["drops the upgrade", "proxy_set_header Host $http_host;", "no-upgrade", /blocks WebSockets/],
  [
    "drops Host's port",
    `proxy_set_header Host $host; proxy_http_version 1.1;
     proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;`,
    "forbidden",
    /does not serve this address/,
  ],
] as const;

for (const kind of ["chromium", "firefox"] as const satisfies readonly Kind[]) {
  for (const [what, directives, verdict, sentence] of PROXIES) {
    browserTest(
      `refusal: ${kind}: a proxy that ${what} is named in the call and on the check page`,
      [kind],
      async (testRoom) => {
        testRoom.expect(LOST_SOCKET);
        testRoom.expect(/40[35]|426|status of/);
        await using proxy = await plainNginx(testRoom.server.port, directives);
        const ann = await testRoom.open(kind, `${proxy.origin}/#/${room()}?join=1&mic=0&cam=0`);
        await ann.on("call");
        const text = () => ann.page.evaluate(() => document.body.innerText);
        await until("the sentence", async () => sentence.test(await text()), text);
        const bob = await testRoom.open(kind, `${proxy.origin}/#/check`);
        await bob.press("check");
        await bob.count(`[data-verdict="${verdict}"]`, 1);
      },
      undefined,
      lacks("nginx"),
    );
  }
}

import { assertEquals, assertMatch } from "@std/assert";
import { readConfig } from "../../config.ts";
import { isReset } from "../../routes/process/uncaught.ts";
import { outOfReach } from "../../routes/process/permissions.ts";
import { busTroubleLog } from "../../routes/process/bus_trouble.ts";
import type { Entry } from "../../signaling/log.ts";
import { freePort } from "../harness/daemon.ts";
import { CLUSTER_KEY, lacksNats, startNats, startOnBus } from "../harness/nats.ts";

Deno.test({
  name: "start: a bus that refuses the password, or is not there, is one plain line in the log",
  ignore: lacksNats(),
  async fn() {
    const nats = await startNats(0, "authorization { user: u, password: right }\n");
    for (
      const url of [
        nats.url.replace("//", "//u:wrong@"),
        nats.url,
        `nats://127.0.0.1:${freePort()}`,
        `tls://127.0.0.1:${nats.port}`,
      ]
    ) {
      await using server = await startOnBus(url);
      await server.logs(/"event":"bus_disconnected","detail":"no connection to the bus \(\w+\)"/);
      const health = await (await fetch(`${server.address}healthz`)).json();
      assertMatch(health.why, /^no connection to the bus/, url);
      // The client's own failures are not left to the guard of uncaught exceptions.
      assertEquals(/uncaught_error/.test(server.errors()), false, server.errors());
      assertEquals(server.errors().match(/bus_disconnected/g)?.length, 1, server.errors());
    }
    // With the first of several servers away, the second is taken.
    const servers = `127.0.0.1:${freePort()},127.0.0.1:${nats.port}`;
    await using server = await startOnBus(`nats://u:right@${servers}`);
    while ((await (await fetch(`${server.address}healthz`)).json()).status !== "ok");
    await nats.stop();
  },
});

Deno.test("outOfReach: a bus or an issuer on another machine needs a permission, and says which", async () => {
  const config = (env: Record<string, string>) => {
    const read = readConfig((name) => env[name], []);
    if (!read.ok) throw new Error(read.problems.join());
    return read.config;
  };
  const asked: string[] = [];
  const permissions: Pick<Deno.Permissions, "query"> = {
    query(descriptor) {
      const host = descriptor.name === "net" ? descriptor.host ?? "" : "";
      asked.push(host);
      const state: PermissionState = host.startsWith("127.0.0.1") ? "granted" : "prompt";
      const status = { state, onchange: null, partial: false };
      return Promise.resolve(Object.assign(new EventTarget(), status));
    },
  };
  const bus = (url: string) => outOfReach(config({ BUS_URL: url, CLUSTER_KEY }), permissions);
  assertMatch(await bus("nats://127.0.0.1,bus.example") ?? "", /^BUS_URL is on another machine/);
  assertEquals(await bus("wss://127.0.0.1"), null);
  assertEquals(asked, ["127.0.0.1:4222", "bus.example:4222", "127.0.0.1:443"]);
  assertEquals(await outOfReach(config({}), permissions), null);
});

Deno.test("isReset: a socket that was reset is no bug, and everything else is", () => {
  const withCode = (code: string) => Object.assign(new Error("read"), { code });
  assertEquals([withCode("ECONNRESET"), withCode("EPIPE")].map(isReset), [true, true]);
  const bugs = [withCode("ENOENT"), new TypeError("x"), { code: "ECONNRESET" }, null];
  assertEquals(bugs.map(isReset), [false, false, false, false]);
});

Deno.test("busTroubleLog: after a second, once a minute, and when it is over", () => {
  const entries: Entry[] = [];
  const tell = busTroubleLog((entry) => entries.push(entry));
  // A connection that takes half a second is no trouble.
  tell("no connection");
  tell(null);
  assertEquals(entries, []);
  for (let second = 0; second < 125; second++) tell("no connection");
  tell(null);
  assertEquals(entries.map(({ event }) => event), [
    "bus_disconnected",
    "bus_disconnected",
    "bus_disconnected",
    "bus_connected",
  ]);
});

import { assertEquals } from "@std/assert";
import { CLUSTER_KEY } from "../../harness/nats.ts";
import { readConfig } from "../../../config.ts";
import { checkBus } from "../../../routes/doctor/bus.ts";
import { checkReach } from "../../../routes/doctor/reach.ts";
import type { Finding } from "../../../routes/doctor/findings.ts";
import { ignoreResets } from "../../../routes/process/uncaught.ts";
import { certifiedFiles } from "../../harness/authority.ts";
import { daemon, freePort, lacks } from "../../harness/daemon.ts";

// A server that ends resets sockets that the client has let go of.
ignoreResets();

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);
const host = "127.0.0.1";

/** A nats-server with a password; gives its port, and that for WebSockets when it has one. */
async function nats(...args: string[]) {
  const server = daemon("nats-server", ["-a", host, "-p", "-1", ...args]);
  const [all] = await server.until(/[^]*Server is ready/);
  const port = /connections on 127\.0\.0\.1:(\d+)/.exec(all)?.[1];
  const socket = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(all)?.[1];
  return { port, socket, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

/** The same with these settings in a file. */
async function natsWith(settings: string) {
  const file = await Deno.makeTempFile({ suffix: ".conf" });
  await Deno.writeTextFile(file, settings);
  const server = await nats("-c", file);
  await Deno.remove(file);
  return server;
}

const ignore = lacks("nats-server");
const LOGIN = ["--user=u", "--pass=right"];

/** A config of these settings. */
function configOf(env: Record<string, string>) {
  const read = readConfig((name) => env[name], []);
  if (!read.ok) throw new Error(read.problems.join());
  return read.config;
}

async function visitBus(url: string, ca?: string) {
  const env = { BUS_URL: url, CLUSTER_KEY, ...(ca === undefined ? {} : { BUS_CA: ca }) };
  const { bus, clusterKey } = configOf(env);
  return await checkBus(bus, clusterKey);
}
const bus = async (url: string, ca?: string) => codes(await visitBus(url, ca));

Deno.test({
  name: "checkBus: a bus that lets us in, that refuses the password, that is not there, and none",
  ignore,
  async fn() {
    await using server = await natsWith(
      `websocket { host: "${host}", port: -1, no_tls: true }\n` +
        "authorization { user: u, password: right }\n",
    );
    for (const at of [`nats://LOGIN${host}:${server.port}`, `ws://LOGIN${host}:${server.socket}`]) {
      assertEquals(await bus(at.replace("LOGIN", "u:right@")), ["bus_ok"]);
      for (const login of ["u:wrong@", "token@", ""]) {
        assertEquals(await bus(at.replace("LOGIN", login)), ["bus_refused"], login);
      }
    }
    for (const scheme of ["nats", "tls", "ws"]) {
      assertEquals(await bus(`${scheme}://${host}:${freePort()}`), ["bus_silent"]);
    }
    assertEquals(await checkBus(null, null), []);
    // Each of several, by its own address and without the login.
    const closed = freePort();
    const several = await visitBus(`nats://u:right@${host}:${closed},${host}:${server.port}`);
    assertEquals(several.map(({ code, values }) => [code, values.at]), [
      ["bus_silent", `${host}:${closed}`],
      ["bus_ok", `${host}:${server.port}`],
    ]);
    assertEquals(JSON.stringify(several).includes("right"), false);
  },
});

Deno.test({
  name: "checkBus: a user who may not say, or not hear, what the service says",
  ignore,
  async fn() {
    const all = '{ publish: "visavis.>", subscribe: "visavis.>" }';
    const users = [
      ["all", all],
      ["mute", all.replace('publish: "visavis.>"', 'publish: "other.>"')],
      ["deaf", all.replace('subscribe: "visavis.>"', 'subscribe: "other.>"')],
    ].map(([user, permissions]) => `{ user: ${user}, password: p, permissions: ${permissions} }`);
    await using server = await natsWith(`authorization { users: [${users.join(", ")}] }\n`);
    const as = async (user: string) => await visitBus(`nats://${user}:p@${host}:${server.port}`);
    assertEquals(codes(await as("all")), ["bus_ok"]);
    for (const user of ["mute", "deaf"]) {
      const [finding] = await as(user);
      assertEquals([finding?.code, /ermissions? [Vv]iolation/.test(`${finding?.values.why}`)], [
        "bus_denied",
        true,
      ], `${user}: ${finding?.values.why}`);
    }
  },
});

Deno.test({
  name: "checkBus: a bus with TLS, whose authority is BUS_CA or nobody's",
  ignore,
  async fn() {
    await using made = await certifiedFiles(["localhost"]);
    const { cert, key } = made.files;
    await using server = await nats("--tls", `--tlscert=${cert}`, `--tlskey=${key}`, ...LOGIN);
    const url = `tls://u:right@localhost:${server.port}`;
    assertEquals(await bus(url, made.authority), ["bus_ok"]);
    assertEquals(await bus(url), ["bus_untrusted"]);
    assertEquals(await bus(url.replace("tls:", "nats:")), ["bus_untrusted"]);
  },
});

Deno.test("checkReach: a bus or an issuer on another machine is out of reach of `start`", async () => {
  const denoJson = await Deno.readTextFile(new URL("../../../deno.json", import.meta.url));
  const reach = async (env: Record<string, string>) =>
    (await checkReach(configOf(env), denoJson)).map(({ code, values }) => [code, values.setting]);
  const key = { CLUSTER_KEY };
  assertEquals(await reach({}), []);
  for (const url of ["nats://127.0.0.1", "nats://u:p@localhost:4333", "ws://[::1]:80"]) {
    assertEquals(await reach({ ...key, BUS_URL: url }), [], url);
  }
  for (const url of ["nats://127.0.0.2", "nats://127.0.0.1,bus.example", "wss://bus.example"]) {
    assertEquals(await reach({ ...key, BUS_URL: url }), [["reach_cluster", "BUS_URL"]], url);
  }
  const issuer = { TURN_ISSUER_URL: "https://i.example", TURN_ISSUER_TOKEN: "t".repeat(16) };
  assertEquals(await reach(issuer), [["reach_cluster", "TURN_ISSUER_URL"]]);
});

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { readConfig } from "../config.ts";
import { daemon, lacks } from "./fakes/daemon.ts";
import {
  compose,
  example,
  execStart,
  filledIn,
  instructions,
  interpolate,
  ROOT,
  service,
  shipped,
  words,
} from "./fakes/deploy.ts";
import { buildImage } from "./fakes/image.ts";
import { start, startFlags } from "./fakes/process.ts";
import { connect } from "./fakes/raw.ts";

const MORE = ["run", "--cached-only", "--frozen"];
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const mib = (size = "") => Number(/^(\d+)m$/i.exec(size)?.[1]);

Deno.test("the unit has the flags of the start task, the image those of the cluster task", async () => {
  assertEquals(execStart(), ["/usr/local/bin/deno", ...MORE, ...await startFlags(), "main.ts"]);
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const cluster: string[] = tasks.cluster.command.split(" ").slice(2);
  assertEquals(words("CMD"), ["deno", ...MORE, ...cluster]);
  // What the cluster task adds is the network, and nothing else.
  const net = (flag: string) => flag.replace(/^--allow-net=.*/, "--allow-net");
  assertEquals(cluster, [...(await startFlags()).map(net), "main.ts"]);
});

Deno.test("the image is of the Deno that is tested, and its process is not root", async () => {
  const [from] = instructions();
  assertEquals(from, { word: "FROM", rest: `denoland/deno:${Deno.version.deno}` });
  const ci = await Deno.readTextFile(new URL(".ci/run", ROOT));
  assertEquals(/^DENO=(.*)$/m.exec(ci)?.[1], Deno.version.deno);
  assertEquals(instructions().filter(({ word }) => word === "USER").map(({ rest }) => rest), [
    "deno",
  ]);
});

Deno.test("the image's files alone, read-only and without the cache, serve calls as its CMD says", async () => {
  await using image = await buildImage();
  const { folder, uid } = image;
  assertEquals(
    [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.startsWith(".")),
    [],
  );
  const [, ...rest] = words("CMD");
  const env = { ...image.env, HOST: "127.0.0.1", PORT: "0", DENO_DIR: `${folder}/none` };
  const who = uid === undefined ? {} : { uid };
  const command = [Deno.execPath(), ...rest];
  await using server = await start({ command, env, cwd: folder, ...who });
  const health = await fetch(`${server.address}healthz`);
  assertEquals([health.status, (await health.json()).status], [200, "ok"]);
  const page = await fetch(server.address);
  assertMatch(await page.text(), /<!doctype html>/i);

  const [, ...probe] = words("HEALTHCHECK");
  const healthy = () =>
    new Deno.Command(Deno.execPath(), {
      args: probe,
      cwd: folder,
      env: { ...env, PORT: new URL(server.address).port },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    }).output();
  assertEquals((await healthy()).code, 0);
  server.kill("SIGTERM");
  assertEquals((await server.status).code, 0, server.errors());
  assertEquals((await healthy()).code, 1);
});

Deno.test("the unit's ExecStart serves calls, and is started again whatever happens", async () => {
  const [, ...rest] = execStart();
  await using server = await start({ command: [Deno.execPath(), ...rest] });
  const { status, body } = await fetch(`${server.address}healthz`);
  await body?.cancel();
  assertEquals(status, 200);
  const unit = shipped("visavis.service");
  assertMatch(unit, /^Restart=always$/m);
  assertMatch(unit, /^StartLimitIntervalSec=0$/m);
});

Deno.test("memory limits leave the guard its turn: more than 5/4 of MEMORY_MIB", () => {
  const { mem_limit, environment } = service("app1");
  const [, max] = /^MemoryMax=(\d+M)$/m.exec(shipped("visavis.service")) ?? [];
  const read = readConfig((name) => name === "MEMORY_MIB" ? environment?.[name] : undefined, []);
  assert(read.ok);
  assert(mib(mem_limit) > read.config.memoryMiB * 5 / 4, mem_limit);
  assert(mib(max) > read.config.memoryMiB * 5 / 4, max);
});

Deno.test("compose: two equal processes, all restarted always, only Caddy's ports open", () => {
  const { services } = compose();
  assertEquals(Object.keys(services), ["app1", "app2", "nats", "caddy", "coturn"]);
  assertEquals(services.app1, services.app2);
  for (
    const [name, { restart, mem_limit, image, ports, volumes = [] }] of Object.entries(services)
  ) {
    assertEquals(restart, "always", name);
    assert(mib(mem_limit) > 0, name);
    assertEquals(/:latest$/.test(image ?? ""), false, name);
    assertEquals(ports !== undefined, name === "caddy", name);
    const files = volumes.filter((volume) => volume.startsWith("./"));
    for (const file of files) Deno.statSync(new URL(`deploy/${file.split(":")[0]}`, ROOT));
  }
  assertEquals(services.app1?.networks, ["inside"]);
});

Deno.test("compose sets what the programs read, from variables that the example has", () => {
  const { nats, caddy } = compose().services;
  const read = (text: string, form: RegExp) =>
    sorted([...text.matchAll(form)].map(([, name = ""]) => name));
  const asked = shipped("nats.conf").replace(/^\s*#.*$/gm, "");
  assertEquals(sorted(Object.keys(nats?.environment ?? {})), read(asked, /\$(\w+)/g));
  const places = read(shipped("Caddyfile"), /\{\$(\w+)/g);
  assertEquals(Object.keys(caddy?.environment ?? {}).filter((n) => !places.includes(n)), []);
  const used = read(shipped("compose.yaml"), /\$\{(\w+)/g);
  assertEquals(used, sorted(Object.keys(example())));
});

Deno.test("the example filled in is a configuration without problems; as it is, nothing starts", () => {
  const { environment = {} } = service("app1");
  const values = filledIn();
  const get = (name: string) => interpolate(environment[name] ?? "", values);
  const read = readConfig(get, []);
  assertEquals(read.ok ? [] : read.problems, []);
  const secrets = Object.entries(example())
    .filter(([name, value]) => value === "" && name !== "TURN_SECRET_OLD");
  assertEquals(secrets.length, 4);
  for (const [name] of secrets) {
    const text = JSON.stringify(compose());
    assertThrows(() => interpolate(text, { ...values, [name]: "" }), `${name} may be empty`);
  }
});

const conf = new URL("deploy/nats.conf", ROOT).pathname;

Deno.test({
  name: "nats.conf is valid with its two variables, and without them nothing starts",
  ignore: lacks("nats-server"),
  async fn() {
    const { NATS_USER = "", NATS_PASSWORD = "" } = filledIn();
    const check = async (env: Record<string, string>) => {
      await using server = daemon("nats-server", ["-c", conf, "-t"], env);
      return (await server.status).success;
    };
    assertEquals(await check({ NATS_USER, NATS_PASSWORD }), true);
    assertEquals(await check({}), false);
    assertEquals(await check({ NATS_USER, NATS_PASSWORD: "1".repeat(48) }), false);
  },
});

Deno.test({
  name: "nats.conf: the right password gets in and no other, and no port for onlookers",
  ignore: lacks("nats-server"),
  async fn() {
    const { NATS_USER: user = "", NATS_PASSWORD: pass = "" } = filledIn();
    const here = ["-c", conf, "-a", "127.0.0.1", "-p", "-1"];
    await using server = daemon("nats-server", here, { NATS_USER: user, NATS_PASSWORD: pass });
    const [, port] = await server.until(/127\.0\.0\.1:(\d+)[^]*Server is ready/);
    const answer = async (login: Record<string, string>) => {
      using client = await connect(Number(port));
      const info = await client.until(/\r\n/);
      assertMatch(info, /"auth_required":true/);
      assertMatch(info, /"max_payload":1048576\b/);
      await client.send(`CONNECT ${JSON.stringify({ verbose: false, ...login })}\r\nPING\r\n`);
      return /PONG|-ERR '[^']*'/.exec(await client.until(/PONG|-ERR/))?.[0];
    };
    assertEquals(await answer({ user, pass }), "PONG");
    for (const login of [{}, { user, pass: `${pass}x` }, { user, pass: "$NATS_PASSWORD" }]) {
      assertEquals(await answer(login), "-ERR 'Authorization Violation'");
    }
    assertEquals(/monitor|JetStream/i.exec(server.text()), null);
  },
});

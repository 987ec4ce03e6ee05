import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { readConfig } from "../../config.ts";
import { daemon, freePort, lacks } from "../harness/daemon.ts";
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
} from "../harness/deploy_files.ts";
import { buildImage } from "../harness/image.ts";
import { start, startFlags } from "../harness/process.ts";
import { connect } from "../harness/tcp_client.ts";
import { fromFileUrl } from "../harness/paths.ts";

const MORE = ["run", "--cached-only", "--frozen"];
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const mib = (size = "") => Number(/^(\d+)m$/i.exec(size)?.[1]);

Deno.test("deploy: the unit has the flags of the start task, the image those of the cluster task", async () => {
  assertEquals(execStart(), ["/usr/local/bin/deno", ...MORE, ...await startFlags(), "main.ts"]);
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const cluster: string[] = tasks.cluster.command.split(" ").slice(2);
  assertEquals(words("CMD"), ["deno", ...MORE, ...cluster]);
  // What the cluster task adds is the network, and nothing else.
  const net = (flag: string) => flag.replace(/^--allow-net=.*/, "--allow-net");
  assertEquals(cluster, [...(await startFlags()).map(net), "main.ts"]);
});

Deno.test("deploy: the image is of the Deno that is tested, and its process is not root", async () => {
  const [from] = instructions();
  assertEquals(from, { word: "FROM", rest: `denoland/deno:${Deno.version.deno}` });
  const ci = await Deno.readTextFile(new URL(".ci/run", ROOT));
  assertEquals(/^DENO=(.*)$/m.exec(ci)?.[1], Deno.version.deno);
  assertEquals(instructions().filter(({ word }) => word === "USER").map(({ rest }) => rest), [
    "deno",
  ]);
});

/** Runs compose's build in an image whose volume is of a version before, and may be written to. */
async function runPages(cwd: string, env: Record<string, string>, uid: number | undefined) {
  const dist = `${cwd}/dist`;
  const builds = () =>
    [...Deno.readDirSync(dist)].map(({ name }) => name).filter((name) => /^build-/.test(name));
  const [own = ""] = builds();
  await Deno.rename(
    `${dist}/${own}`,
    `${dist}/${own.replace(/\w(?=\.json)/, (sign) => sign === "0" ? "1" : "0")}`,
  );
  const who = uid === undefined ? {} : { uid, gid: uid };
  if (uid !== undefined) await Deno.chown(dist, uid, uid);
  const [, ...args] = service("pages").command ?? [];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd, env, ...who })
    .output();
  assert(success, new TextDecoder().decode(stderr));
  assertEquals([builds().length, builds().includes(own)], [2, true]);
}

Deno.test("deploy: the image's files alone, read-only and without the cache, serve calls as its CMD says", async () => {
  await using image = await buildImage();
  const { folder, uid } = image;
  assertEquals(
    [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.startsWith(".")),
    [],
  );
  const [, ...rest] = words("CMD");
  const env = {
    ...image.env,
    HOST: "127.0.0.1",
    PORT: "0",
    DENO_DIR: `${folder}/none`,
    // Not the probe's Host.
    PUBLIC_HOSTS: "call.example",
  };
  await runPages(folder, { ...image.env, DENO_DIR: `${folder}/none` }, uid);
  const who = uid === undefined ? {} : { uid };
  const command = [Deno.execPath(), ...rest];
  await using server = await start({ command, env, cwd: folder, ...who });
  const health = await fetch(`${server.address}healthz`);
  assertEquals([health.status, (await health.json()).status], [200, "ok"]);
  using page = await connect(Number(new URL(server.address).port));
  await page.send("GET / HTTP/1.1\r\nHost: call.example\r\n\r\n");
  assertMatch(await page.until(/<!doctype html>/i), /^HTTP\/1\.1 200 /);

  const [, ...probe] = words("HEALTHCHECK");
  const healthy = async (port: string) => {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: probe,
      cwd: folder,
      env: { ...env, PORT: port },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    }).output();
    return code;
  };
  const { port } = new URL(server.address);
  assertEquals(await healthy(port), 0);
  server.kill("SIGTERM");
  assertEquals((await server.status).code, 0, server.errors());
  assertEquals(await healthy(port), 1);

  // A process that is full is alive; something else on its port is not.
  let status = 503;
  const local = { hostname: "127.0.0.1", port: 0, onListen() {} };
  await using other = Deno.serve(local, () => new Response("{}", { status }));
  assertEquals(await healthy(`${other.addr.port}`), 0);
  status = 404;
  assertEquals(await healthy(`${other.addr.port}`), 1);
});

Deno.test("deploy: the unit's ExecStart serves calls, and is started again whatever happens", async () => {
  const [, ...rest] = execStart();
  await using server = await start({ command: [Deno.execPath(), ...rest] });
  const { status, body } = await fetch(`${server.address}healthz`);
  await body?.cancel();
  assertEquals(status, 200);
  const unit = shipped("visavis.service");
  assertMatch(unit, /^Restart=always$/m);
  assertMatch(unit, /^StartLimitIntervalSec=0$/m);
});

Deno.test({
  name: "the unit: systemd knows every setting in it, and rates it as well confined",
  ignore: lacks("systemd-analyze", "systemd"),
  async fn() {
    const unit = fromFileUrl(new URL("deploy/visavis.service", ROOT));
    {
      await using verify = daemon("systemd-analyze", ["verify", "--man=no", unit]);
      await verify.status;
      // The binary is installed by hand, as the file says; it need not be on this machine.
      const said = verify.text().trim().split("\n")
        .filter((line) => line && !/\/usr\/local\/bin\/deno is not executable/.test(line));
      assertEquals(said, []);
    }
    const args = ["security", "--offline=true", "--threshold=20", "--no-pager", unit];
    await using security = daemon("systemd-analyze", args);
    assert((await security.status).success, security.text());
  },
});

Deno.test("memory limits leave the guard its turn: more than 5/4 of MEMORY_MIB", () => {
  const { mem_limit, environment } = service("app1");
  const [, max] = /^MemoryMax=(\d+M)$/m.exec(shipped("visavis.service")) ?? [];
  const read = readConfig((name) => name === "MEMORY_MIB" ? environment?.[name] : undefined, []);
  assert(read.ok);
  assert(mib(mem_limit) > read.config.memoryMiB * 5 / 4, mem_limit);
  assert(mib(max) > read.config.memoryMiB * 5 / 4, max);
});

Deno.test("compose: two equal processes, restarted always, only Caddy's ports open", () => {
  const { services } = compose();
  assertEquals(Object.keys(services), ["app1", "app2", "pages", "nats", "caddy", "coturn"]);
  assertEquals(services.app1, services.app2);
  for (
    const [name, { restart, mem_limit, image, ports, volumes = [] }] of Object.entries(services)
  ) {
    assertEquals(restart, name === "pages" ? "on-failure" : "always", name);
    assert(mib(mem_limit) > 0, name);
    assertEquals(/:latest$/.test(image ?? ""), false, name);
    assertEquals(ports !== undefined, name === "caddy", name);
    const files = volumes.filter((volume) => volume.startsWith("./"));
    for (const file of files) Deno.statSync(new URL(`deploy/${file.split(":")[0]}`, ROOT));
  }
  assertEquals(services.app1?.networks, ["inside"]);
  assertEquals([services.pages?.network_mode, services.pages?.volumes, services.app1?.volumes], [
    "none",
    ["pages:/app/dist"],
    ["pages:/app/dist:ro"],
  ]);
  assertEquals([services.caddy?.networks, services.coturn?.network_mode], [
    ["inside", "outside"],
    "host",
  ]);
});

Deno.test("compose: visitors by IPv6 keep their addresses, and the README says what that needs", async () => {
  assertEquals(compose().networks.outside?.enable_ipv6, true);
  for (const file of ["README.md", "README.zh-CN.md"]) {
    const text = await Deno.readTextFile(new URL(file, ROOT));
    assertMatch(text, /Docker Engine 27[^]{0,200}IPv6|IPv6[^]{0,200}Docker Engine 27/, file);
  }
});

Deno.test("compose: no secret stands on a command line, which everybody on the host can read", () => {
  for (const [name, { entrypoint = [], command = [] }] of Object.entries(compose().services)) {
    const line = [...entrypoint, ...command].join(" ");
    assertEquals(/SECRET|PASSWORD|TOKEN|KEY/.exec(line), null, name);
  }
});

Deno.test("compose: HSTS is sent when it is asked for, and not before", () => {
  const { environment = {} } = service("app1");
  const seconds = (given: string) => {
    const values = { ...filledIn(), HSTS_SECONDS: given };
    const read = readConfig((name) => interpolate(environment[name] ?? "", values), []);
    return read.ok ? read.config.listen.hstsSeconds : read.problems;
  };
  assertEquals([seconds(""), seconds("31536000")], [null, 31_536_000]);
});

Deno.test("deploy: compose sets what the programs read, from variables that the example has", () => {
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

Deno.test("deploy: the example filled in is a configuration without problems; as it is, nothing starts", () => {
  const { environment = {} } = service("app1");
  const values = filledIn();
  const get = (name: string) => interpolate(environment[name] ?? "", values);
  const read = readConfig(get, []);
  assertEquals(read.ok ? [] : read.problems, []);
  const secrets = Object.entries(example())
    .filter(([name, value]) => value === "" && !/^(?:TURN_SECRET_OLD|HSTS_SECONDS)$/.test(name));
  assertEquals(secrets.length, 4);
  for (const [name] of secrets) {
    const text = JSON.stringify(compose());
    assertThrows(() => interpolate(text, { ...values, [name]: "" }), `${name} may be empty`);
  }
});

const conf = fromFileUrl(new URL("deploy/nats.conf", ROOT));

Deno.test({
  name: "deploy: nats.conf is valid with its two variables, and without them nothing starts",
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
  name: "nats.conf: room for 100 machines of 8 isolates that are all being replaced",
  ignore: lacks("nats-server"),
  async fn() {
    const { NATS_USER = "", NATS_PASSWORD = "" } = filledIn();
    const port = `${freePort()}`;
    const here = ["-c", conf, "-a", "127.0.0.1", "-p", "-1", "-m", port];
    await using server = daemon("nats-server", here, { NATS_USER, NATS_PASSWORD });
    await server.until(/Server is ready/);
    const { max_connections } = await (await fetch(`http://127.0.0.1:${port}/varz`)).json();
    assert(max_connections >= 2 * 100 * 8, `${max_connections}`);
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

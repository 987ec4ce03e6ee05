import { assert, assertEquals, assertMatch } from "@std/assert";
import { call } from "./harness/upgrade.ts";
import { daemon } from "./harness/daemon.ts";
import { join as joinRoom, meet, type Page, person } from "./harness/socket_page.ts";
import { type Process, start, startFlags } from "./harness/process.ts";
import { fromFileUrl } from "./harness/paths.ts";
import { closeCode } from "./harness/tcp_client.ts";

const room = "r".repeat(22);

const join = (address: string, name = room) => joinRoom(address, name);

const token = "a token of 16 characters";
const env = { ALLOW_NO_ORIGIN: "1" };

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal}: draining, then 1012, then exit 0, whoever never answers`, async () => {
    await using server = await start({ env });
    using page = await join(server.address);
    // A client that answers no close frame does not hold up the end.
    using mute = await call(Number(new URL(server.address).port), room);
    server.kill(signal);
    await page.hears(/^\{"type":"draining","retryAfter":1\}$/);
    assertEquals(await page.closed, 1012);
    assertEquals((await server.status).code, 0);
    assertEquals(closeCode(await mute.frame(8)), 1012);
  });
}

Deno.test("main: with the task's own flags it serves the page, and reads and runs nothing else", async () => {
  await using server = await start({ env });
  const page = await fetch(server.address);
  assertEquals(page.status, 200);
  const names = [...(await page.text()).matchAll(/\/assets\/[^"]+/g)].map(([name]) => name);
  for (const name of names) {
    const asset = await fetch(new URL(name, server.address));
    assertEquals(asset.status, 200, name);
    await asset.body?.cancel();
  }
  assert(names.length >= 2);
  // Done, not asked about: what the flags say must hold when somebody tries.
  const probe = `
    const tries = {
      passwd: () => Deno.readTextFile("/etc/passwd"),
      outside: () => Deno.readTextFile("static/../README.md"),
      secrets: () => Deno.readTextFile("deploy/visavis.env.example"),
      write: () => Deno.writeTextFile("static/x", ""),
      run: () => new Deno.Command("true").output(),
      env: () => Deno.env.get("HOME"),
      connect: () => Deno.connect({ hostname: "192.0.2.1", port: 1 }),
      system: () => Deno.osRelease(),
      ffi: () => Deno.dlopen("libc.so.6", {}),
    };
    for (const [name, run] of Object.entries(tries)) {
      try {
        await run();
        console.log(name);
      } catch (fault) {
        if (!(fault instanceof Deno.errors.NotCapable)) console.log(name, fault);
      }
    }
    // What it must be able to do, lest all of this fails for another reason.
    await Deno.readTextFile("static/index.html");
    console.log("done");`;
  const file = await Deno.makeTempFile({ suffix: ".js" });
  await Deno.writeTextFile(file, probe);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...await startFlags(), file],
    cwd: new URL("../", import.meta.url),
  }).output();
  await Deno.remove(file);
  assertEquals(new TextDecoder().decode(stdout), "done\n");
});

Deno.test("three isolates on one port: one room, one count, and 1012 to all at the end", async () => {
  await using server = await start({ env: { ...env, WORKERS: "3", METRICS_TOKEN: token } });
  const people: Page[] = [];
  // Until each isolate has members of the room: the kernel shares out connections by chance.
  const metrics = async () => {
    const headers = { authorization: `Bearer ${token}` };
    return await (await fetch(`${server.address}metrics`, { headers })).text();
  };
  const count = async (name: string) =>
    Number(new RegExp(`^visavis_${name} (\\d+)$`, "m").exec(await metrics())?.[1]);
  assertEquals(await count("bus_connected_isolates"), 3);
  while (await count("rooms") < 3) {
    // One place stays free: who has just closed may not be known to be gone.
    if (people.length === 7) people.shift()?.socket.close();
    people.push(await join(server.address));
  }
  const [first] = people;
  const last = people.at(-1);
  assert(first && last);
  for (const one of people.slice(0, -1)) await meet(one, last);
  last.say({ type: "client-offer", to: first.id, sealed: "c2VhbGVk" });
  await first.hears(new RegExp(`"client-offer","from":"${last.id}"`));
  server.kill("SIGTERM");
  const open = people.filter(({ socket }) => socket.readyState === WebSocket.OPEN);
  assertEquals(await Promise.all(open.map(({ closed }) => closed)), open.map(() => 1012));
  assertEquals((await server.status).code, 0);
});

/** Starts one that shall not start; one that does is ended, without a code. */
async function startAnother(env: Record<string, string>) {
  await using other = daemon(Deno.execPath(), ["run", ...await startFlags(), "main.ts"], env);
  const started = await other.until(/https?:/).then(() => true, () => false);
  return { code: started ? null : (await other.status).code, said: other.text() };
}

Deno.test("wrong settings: every problem in words, exit 2, nothing listens", async () => {
  const { code, said } = await startAnother({ PORT: "x", TLS_CERT: "c" });
  assertEquals(code, 2);
  assertMatch(said, /^TLS_CERT and TLS_KEY[^]*PORT must/);
});

for (const [first, second] of [[1, 1], [1, 2], [2, 1], [2, 2]] as const) {
  Deno.test(`main: a second start (${second}) on a port that is taken (${first}) is refused in words`, async () => {
    await using server = await start({ env: { ...env, WORKERS: `${first}` } });
    const { port } = new URL(server.address);
    const { code, said } = await startAnother({ PORT: port, WORKERS: `${second}` });
    assertEquals(code, 1, said);
    assertMatch(
      said,
      new RegExp(`^cannot listen on 127\\.0\\.0\\.1 port ${port}: another program`),
    );
    const { status, body } = await fetch(`${server.address}healthz`);
    await body?.cancel();
    assertEquals(status, 200);
  });
}

Deno.test("main: an address that is not this machine's is refused in words", async () => {
  const { code, said } = await startAnother({ HOST: "192.0.2.1", PORT: "0" });
  assertEquals(code, 1, said);
  assertMatch(said, /^cannot listen on 192\.0\.2\.1 port 0: .*--allow-net/);
});

Deno.test("main: one isolate unless asked", async () => {
  const env = { METRICS_TOKEN: token };
  const isolates = async (server: Process) => {
    const headers = { authorization: `Bearer ${token}` };
    const text = await (await fetch(`${server.address}metrics`, { headers })).text();
    return Number(/^visavis_bus_connected_isolates (\d+)$/m.exec(text)?.[1]);
  };
  await using one = await start({ env });
  assertEquals(await isolates(one), 1);
  await using two = await start({ env, args: ["--isolates=2"] });
  assertEquals(await isolates(two), 2);
});

Deno.test("a throw, a rejection and a bad parse in a handler: the process and the rooms live on", async () => {
  const trap = fromFileUrl(new URL("./harness/throwing_server.ts", import.meta.url));
  await using server = await start({ command: [Deno.execPath(), "run", "-A", "--no-check", trap] });
  using witness = await join(server.address);
  let faults = 0;
  for (const kind of ["listener-throws", "promise-rejects", "json-throws", "enter-throws"]) {
    using page = await join(server.address, kind.padEnd(22, "_"));
    page.socket.send('{"type":"client-call"}');
    await server.logs(/"event":"uncaught_error"/);
    faults++;
  }
  assertEquals(faults, 4);
  using newcomer = await join(server.address);
  await witness.hears(/"client-call"/);
  newcomer.socket.send("{");
  await newcomer.hears(/bad_json/);
});

Deno.test("main: without free descriptors it listens again, and open sockets do not notice", async () => {
  const run = [Deno.execPath(), "run", ...await startFlags(), "main.ts"].join(" ");
  await using server = await start({
    env: { ...env, MAX_PER_ADDRESS: "0" },
    command: ["sh", "-c", `ulimit -n 128; exec ${run}`],
  });
  using page = await join(server.address);
  const port = Number(new URL(server.address).port);
  const idle: Deno.Conn[] = [];
  // Until nobody listens any more; those beyond the descriptors wait in the kernel's backlog.
  while (idle.length < 1000 && !/listener_failed/.test(server.errors())) {
    const conn = await Deno.connect({ port }).catch(() => null);
    if (conn) idle.push(conn);
    else break;
  }
  await server.logs(/"event":"listener_failed"/);
  for (const conn of idle) conn.close();
  await server.logs(/"event":"listener_reopened"/);
  // It may have died once more before the last descriptor was free.
  const sockets = () =>
    fetch(`${server.address}healthz`).then((response) => response.json()).catch(() => ({}));
  while ((await sockets()).sockets !== 1);
  page.socket.send("{");
  await page.hears(/bad_json/);
});

Deno.test("main: the log holds no room id, no member id, no address, no token and no secret", async () => {
  const secret = () => crypto.getRandomValues(new Uint8Array(32)).toHex();
  const secrets = { TURN_SECRET: secret(), CLUSTER_KEY: secret(), METRICS_TOKEN: secret() };
  const turn = { TURN_URLS: "turn:turn.example:3478" };
  await using server = await start({ env: { ...env, ...secrets, ...turn } });
  const who = await person();
  using page = await joinRoom(server.address, room, who);
  using other = await join(server.address);
  await meet(page, other);
  const body = "v=0 a=fingerprint:sha-256 a=candidate";
  const evil = '\r\n{"level":"error"}\x1b[31m';
  page.say({ type: "client-offer", to: other.id, sealed: "c2VhbGVk" });
  await other.hears(/c2VhbGVk/);
  page.say({ type: evil.repeat(1000), to: body });
  page.say({ type: "client-offer", to: evil, sealed: body });
  const answers: string[] = [];
  for (const path of [`ws/${room}`, `nope${encodeURIComponent(evil)}?key=${body}`, "metrics"]) {
    const headers = { authorization: `Bearer ${secrets.METRICS_TOKEN}x`, origin: "https://evil" };
    answers.push(await (await fetch(`${server.address}${path}`, { headers })).text());
  }
  page.socket.send("{");
  assertEquals(await page.closed, 4400);
  server.kill("SIGTERM");
  await server.status;
  const [, claim = ""] = who.protocols;
  const lines = server.errors().trim().split("\n");
  assert(lines.length > 0);
  for (const line of [...lines, ...answers]) {
    const parsed = JSON.parse(line);
    if (lines.includes(line)) assertMatch(parsed.time, /^\d{4}-/);
    assert(line.length < 256, line);
    const rest = line.replace(/\d{4}-[^"]+/, "");
    assertEquals(/127\.0|[A-Za-z0-9_-]{22}|evil|fingerprint|sealed/.test(rest), false, line);
    for (const hidden of [...Object.values(secrets), claim, room]) {
      assertEquals(line.includes(hidden), false, line);
    }
  }
});

Deno.test("--lan: TLS on every address with a certificate that names them, and HSTS never", async () => {
  await using server = await start({ env: { ...env, HOST: "127.0.0.1" }, args: ["--lan"] });
  assertMatch(server.address, /^https:/);
  const folder = new URL("../.tls/", import.meta.url);
  const cert = await Deno.readTextFile(new URL("lan-cert.pem", folder));
  assertEquals(((await Deno.stat(new URL("lan-key.pem", folder))).mode ?? 0) & 0o777, 0o600);
  using client = Deno.createHttpClient({ caCerts: [cert] });
  for (const name of ["127.0.0.1", "localhost"]) {
    const response = await fetch(server.address.replace("127.0.0.1", name), { client });
    assertEquals(response.headers.get("strict-transport-security"), null);
    assertMatch(await response.text(), /<!doctype html>/i);
  }
});

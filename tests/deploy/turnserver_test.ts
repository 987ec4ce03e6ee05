import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ATTR, TYPE } from "../../routes/doctor/stun.ts";
import { decodeServer } from "../../protocol/mod.ts";
import { TURN_TTL_S } from "../../signaling/turn/credentials.ts";
import { certifiedFiles } from "../harness/authority.ts";
import { CONF, coturn, issued, PUBLIC, SECRET } from "../harness/coturn.ts";
import { lacks } from "../harness/daemon.ts";
import { join } from "../harness/socket_page.ts";
import { start } from "../harness/process.ts";
import { allocate, client, type Credential, towards } from "../harness/turn_request.ts";

const ignore = lacks("turnserver", "coturn");
const now = () => Date.now() / 1000;

/** A version of the shipped file with something changed. */
async function altered(change: (text: string) => string): Promise<string> {
  const path = await Deno.makeTempFile({ suffix: ".conf" });
  await Deno.writeTextFile(path, change(await Deno.readTextFile(CONF)));
  return path;
}

/** Permissions asked for on one allocation, each with the number of its error. */
async function probe(
  port: number,
  family: 4 | 6,
  addresses: readonly string[],
  type: number = TYPE.permission,
): Promise<Record<string, number>> {
  using relay = await client(port);
  const { answer, key } = await allocate(relay, issued("probe"), { family });
  assertEquals(answer.code, 0, `IPv${family} allocation`);
  const found: Record<string, number> = {};
  for (const address of addresses) found[address] = await towards(relay, key, address, type);
  return found;
}

const all = (addresses: readonly string[], code: number) =>
  Object.fromEntries(addresses.map((address) => [address, code]));

const V4 = [
  ..."0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255".split(" "),
  ..."127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.8".split(" "),
  ..."192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 224.0.0.1 255.255.255.255".split(" "),
];
const MAPPED = ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"];
const V6 = [
  ...MAPPED,
  ..."::ffff:0.0.0.0 ::ffff:255.255.255.255 ::ffff:8.8.8.8 :: ::1 ::127.0.0.1".split(" "),
  ..."64:ff9b::10.0.0.1 64:ff9b:1::10.0.0.1 2001:0:1::1 2002:a00:1::1".split(" "),
  ..."fc00::1 fdff::1 fe80::1 febf::1 ff02::1".split(" "),
];

Deno.test({
  name: "coturn takes the whole file: no option is unknown to it, nothing is said of its version",
  ignore,
  async fn() {
    const { server, port } = await coturn();
    {
      using relay = await client(port);
      const { answer } = await allocate(relay, issued("m"));
      assertEquals([answer.code, answer.attributes.has(ATTR.software)], [0, false]);
    }
    await server[Symbol.asyncDispose]();
    assertMatch(server.text(), /CONFIG: --no-tcp-relay/);
    assertEquals(/bad conf|unknown|wrong|error/i.exec(server.text()), null, server.text());
  },
});

Deno.test({
  name: "coturn: as compose starts it, no command line and no environment has the secret",
  ignore,
  async fn() {
    await using server = await coturn();
    const { pid } = server.server;
    const read = (name: string) => Deno.readTextFile(`/proc/${pid}/${name}`);
    const [line, environment] = await Promise.all(["cmdline", "environ"].map(read));
    assertMatch(line ?? "", /^turnserver\0-c\0/);
    assertEquals([line?.includes(SECRET), environment?.includes(SECRET)], [false, false]);
  },
});

Deno.test({
  name: "B72: no way to what is inside, by permission or by channel; peers outside are reached",
  ignore,
  async fn() {
    await using server = await coturn();
    const { port } = server;
    // Its own public address stands for 127.0.0.1 here.
    const inside = [...V4, PUBLIC];
    assertEquals(await probe(port, 4, inside), all(inside, 403));
    assertEquals(await probe(port, 4, inside, TYPE.channel), all(inside, 403));
    assertEquals(await probe(port, 6, V6), all(V6, 403));
    const outside4 = ["8.8.8.8", "198.51.100.9", "9.255.255.255", "11.0.0.0", "172.32.0.0"];
    assertEquals(await probe(port, 4, outside4), all(outside4, 0));
    const outside6 = ["2001:db8::1", "2001:4860:4860::8888", "64:ff9c::1"];
    assertEquals(await probe(port, 6, outside6), all(outside6, 0));
  },
});

Deno.test({
  name:
    "coturn: the mapped range is what closes CVE-2026-27624 in 4.6.1, and the probe sees it open",
  ignore,
  async fn() {
    const conf = await altered((text) => text.replace(/^denied-peer-ip=::ffff:.*$/m, ""));
    await using server = await coturn(conf);
    const { port } = server;
    const found = await probe(port, 6, MAPPED);
    await Deno.remove(conf);
    const { stdout } = await new Deno.Command("turnserver", { args: ["--version"] }).output();
    const [, minor = 0] = new TextDecoder().decode(stdout).split(".").map(Number);
    assertEquals(found, all(MAPPED, minor < 9 ? 0 : 403));
  },
});

Deno.test({
  name: "coturn: the server's own address, where the operator denies it (coturn#584)",
  ignore,
  async fn() {
    const conf = await altered((text) => `${text}\ndenied-peer-ip=198.51.100.9\n`);
    await using server = await coturn(conf);
    const { port } = server;
    assertEquals(await probe(port, 4, ["198.51.100.9"]), { "198.51.100.9": 403 });
    await Deno.remove(conf);
  },
});

Deno.test({
  name: "B73: no TCP to anybody: neither an allocation for it nor Connect (RFC 6062)",
  ignore,
  async fn() {
    await using server = await coturn();
    const { port } = server;
    using other = await client(port, "tcp");
    assertEquals((await allocate(other, issued("m"), { transport: 6 })).answer.code, 442);
    using relay = await client(port, "tcp");
    const { answer, key } = await allocate(relay, issued("m"));
    assertEquals(answer.code, 0);
    assertEquals(await towards(relay, key, "198.51.100.9", TYPE.connect), 403);
  },
});

Deno.test({
  name:
    "B74: credentials of the service count; expired, lengthened, borrowed or forged ones do not",
  ignore,
  async fn() {
    await using server = await coturn();
    const { port } = server;
    const { username, credential } = issued("member");
    const tries: Record<string, Credential> = {
      good: { username, credential },
      expired: issued("member", now() - TURN_TTL_S - 1),
      "lengthened by ten years": {
        username: username.replace(/^\d+/, (n) => `${Number(n) + 3e8}`),
        credential,
      },
      "another room's": {
        username: issued("member", now(), { room: "s".repeat(22) }).username,
        credential,
      },
      borrowed: { username: username.replace("member", "another"), credential },
      forged: { username, credential: btoa("x".repeat(20)) },
      seed: { username: "kurento", credential: "kurento" },
    };
    const found: Record<string, number> = {};
    for (const [name, one] of Object.entries(tries)) {
      using relay = await client(port);
      found[name] = (await allocate(relay, one)).answer.code;
    }
    assertEquals(found, { ...all(Object.keys(tries), 401), good: 0 });
  },
});

Deno.test({
  name:
    "B76: 40 allocations for a member, whatever the number of credentials; others have their own",
  ignore,
  async fn() {
    await using server = await coturn();
    const { port } = server;
    const codes: number[] = [];
    await using stack = new AsyncDisposableStack();
    for (let i = 0; i < 42; i++) {
      const relay = stack.use(await client(port));
      codes.push((await allocate(relay, issued("greedy", now() - i))).answer.code);
    }
    assertEquals(codes, [...new Array(40).fill(0), 486, 486]);
    using relay = await client(port);
    assertEquals((await allocate(relay, issued("modest"))).answer.code, 0);
  },
});

Deno.test({
  name:
    "TLS: a client that trusts the certificate's authority gets an allocation, and no way inside",
  ignore,
  async fn() {
    await using made = await certifiedFiles(["localhost"]);
    await using server = await coturn(CONF, [
      `--cert=${made.files.cert}`,
      `--pkey=${made.files.key}`,
    ]);
    using relay = await client(server.tlsPort, "tls", made.authority);
    const { answer, key } = await allocate(relay, issued("m"));
    assertEquals(answer.code, 0);
    assertEquals(await towards(relay, key, "198.51.100.9"), 0);
    assertEquals(await towards(relay, key, "127.0.0.1"), 403);
    const fault = await assertRejects(() => client(server.tlsPort, "tls"));
    assertMatch(String(fault), /UnknownIssuer/);
  },
});

Deno.test({
  name: "rotation: coturn with two secrets takes credentials of both, and of no third",
  ignore,
  async fn() {
    const next = "9b1f0c7d42e6a853".repeat(4);
    const codes = async (port: number) => {
      const found: Record<string, number> = {};
      for (const [name, secret] of Object.entries({ old: SECRET, next, third: `${next}0` })) {
        using relay = await client(port);
        const { answer } = await allocate(relay, issued("m", now(), { secret }));
        found[name] = answer.code;
      }
      return found;
    };
    {
      // As compose.yaml has it while TURN_SECRET_OLD is set.
      await using both = await coturn(CONF, [], { TURN_SECRET: next, TURN_SECRET_OLD: SECRET });
      assertEquals(await codes(both.port), { old: 0, next: 0, third: 401 });
    }
    await using one = await coturn(CONF, [], { TURN_SECRET_OLD: "" });
    assertEquals(await codes(one.port), { old: 0, next: 401, third: 401 });
  },
});

Deno.test({
  name:
    "coturn: what a page gets with its welcome, and when it asks, is taken by coturn; the secret stays in",
  ignore,
  async fn() {
    await using relay = await coturn();
    const env = {
      ALLOW_NO_ORIGIN: "1",
      WORKERS: "1",
      TURN_URLS: `turn:127.0.0.1:${relay.port}`,
      TURN_SECRET: SECRET,
    };
    await using server = await start({ env });
    using page = await join(server.address, "r".repeat(22));
    page.say({ type: "client-ice" });
    await page.hears(/"type":"ice"/);
    for (const [frame = "", type] of [[page.heard[0], "welcome"], [page.heard.at(-1), "ice"]]) {
      const decoded = decodeServer(frame);
      const { message } = decoded.ok ? decoded : { message: null };
      const ice = message?.type === "welcome" || message?.type === "ice" ? message : null;
      const [{ username = "", credential = "" } = {}] = ice?.iceServers ?? [];
      assertEquals([ice?.type, ice?.iceTtl], [type, TURN_TTL_S]);
      assertMatch(username, new RegExp(`^\\d{10}:[\\w-]{8}\\.${page.id}$`));
      using one = await client(relay.port);
      assertEquals((await allocate(one, { username, credential })).answer.code, 0);
    }
    const metrics = await (await fetch(`${server.address}metrics`)).text();
    assertMatch(metrics, /visavis_ice_servers_sent_total\{trigger="request"\} 1/);
    server.kill("SIGTERM");
    await server.status;
    const told = [...page.heard, metrics, server.errors()].join("\n");
    assertEquals(told.includes(SECRET), false);
  },
});

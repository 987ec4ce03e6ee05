import { assertEquals, assertMatch } from "@std/assert";
import { createSocket } from "node:dgram";
import { checkTurn, inside, type TurnWorld } from "../../../routes/doctor/turn.ts";
import { request, TYPE } from "../../../routes/doctor/stun.ts";
import { doctor as english } from "../../../client/ui/i18n/en/doctor.ts";
import { doctor as chinese } from "../../../client/ui/i18n/zh_cn/doctor.ts";
import { type Finding, sentence } from "../../../routes/doctor/findings.ts";
import { signed, type TurnOptions } from "../../../signaling/turn/credentials.ts";
import { certifiedFiles } from "../../harness/authority.ts";
import { CONF, coturn, SECRET } from "../../harness/coturn.ts";
import { daemon, freePort, lacks } from "../../harness/daemon.ts";
import { doctor } from "../../harness/doctor.ts";
import { allocate, client } from "../../harness/turn_request.ts";

const ignore = lacks("turnserver", "coturn");
const OTHER = "9b1f0c7d42e6a853".repeat(4);
const seconds = () => Date.now() / 1000;

const world = (more: Partial<TurnWorld> = {}): TurnWorld => ({
  now: seconds,
  lookup: (host) => Promise.resolve(host.endsWith(".invalid") ? [] : ["127.0.0.1"]),
  issue: () => Promise.resolve({ ok: false, why: "the TURN issuer answers 500" }),
  caCerts: [],
  ...more,
});

const secret = (urls: readonly string[], ...secrets: [string, ...string[]]): TurnOptions => ({
  urls,
  credentials: { kind: "secret", secrets, ttl: 600 },
});
const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);
const urlOf = (port: number, how = "udp") => `turn:localhost:${port}?transport=${how}`;

/** A doctor's visit to one URL; gives the codes. */
async function visit(turn: TurnOptions, more: Partial<TurnWorld> = {}): Promise<string[]> {
  return codes(await checkTurn(turn, world(more)));
}

function check(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `doctor: ${name}`, ignore, fn });
}

check("an issued password works by UDP and TCP, and STUN answers", async () => {
  await using server = await coturn();
  const urls = [urlOf(server.port), urlOf(server.port, "tcp"), `stun:localhost:${server.port}`];
  const findings = await checkTurn(secret(urls, SECRET), world());
  assertEquals(codes(findings), ["turn_ok", "turn_ok", "stun_ok"]);
  assertEquals(findings.map(({ values }) => values.at), urls);
});

check("every address of a name is tried, and one that does not answer is no fault", async () => {
  await using server = await coturn();
  for (const how of ["udp", "tcp"]) {
    for (const all of [["127.0.0.1", "::1"], ["::1", "127.0.0.1"]]) {
      const lookup = () => Promise.resolve(all);
      const url = urlOf(server.port, how);
      const findings = await checkTurn(secret([url], SECRET), world({ lookup }));
      assertEquals(
        findings.map(({ code, values }) => [code, values.at]),
        all.map((ip) => [ip === "::1" ? "turn_address" : "turn_ok", `${url} (${ip})`]),
      );
      // Something wrong there is something wrong, though another address answers.
      assertEquals(
        await visit(secret([url], OTHER), { lookup: () => Promise.resolve(["127.0.0.1"]) }),
        [
          "turn_secret",
        ],
      );
    }
  }
  const nobody = () => Promise.resolve(["127.0.0.1", "::1"]);
  assertEquals(await visit(secret([urlOf(freePort(), "tcp")], SECRET), { lookup: nobody }), [
    "turn_closed",
    "turn_closed",
  ]);
});

check("401: the secrets differ, in these very words", async () => {
  await using server = await coturn();
  const url = urlOf(server.port);
  const [finding, ...more] = await checkTurn(secret([url], OTHER), world());
  assertEquals([more.length, finding?.code], [0, "turn_secret"]);
  const words = finding ? sentence(finding, english) : "";
  assertEquals(
    words,
    `${url}: TURN answers but refuses the password (401): the server's TURN_SECRET and coturn's ` +
      "static-auth-secret differ.",
  );
  assertEquals(words.includes(OTHER), false);
  assertMatch(finding ? sentence(finding, chinese) : "", /401.*不一致/);
});

check("401 by the task itself: that sentence, exit 1, and Chinese when asked", async () => {
  await using server = await coturn();
  const env = { PORT: "0", TURN_URLS: urlOf(server.port, "tcp"), TURN_SECRET: OTHER };
  const { code, text } = await doctor(env);
  assertEquals(code, 1);
  assertMatch(text, /^✗ turn:.*\(401\): the server's TURN_SECRET and coturn's .* differ\.$/m);
  assertMatch((await doctor(env, "--lang=zh-CN")).text, /^✗ turn:.*（401）.*不一致。$/m);
  const right = await doctor({ ...env, TURN_SECRET: SECRET });
  assertEquals(right.code, 0, right.text);
  assertMatch(right.text, /^✓ turn:.*an allocation with an issued password works/m);
  for (const one of [text, right.text]) {
    assertEquals([SECRET, OTHER].some((secret) => one.includes(secret)), false);
  }
});

check("401 because TURN's clock is ahead is told apart from a wrong secret", async () => {
  await using server = await coturn();
  const turn = secret([urlOf(server.port)], SECRET);
  assertEquals(await visit(turn, { now: () => seconds() - 3600 }), ["turn_clock"]);
  assertEquals(await visit(turn, { now: () => seconds() - 540 }), ["turn_ok"]);
  assertEquals(await visit(turn, { now: () => seconds() + 3600 }), ["turn_ok"]);
});

check("two secrets: what coturn still or already takes", async () => {
  await using server = await coturn();
  const urls = [urlOf(server.port)];
  assertEquals(await visit(secret(urls, OTHER, SECRET)), ["turn_new_unknown"]);
  assertEquals(await visit(secret(urls, SECRET, OTHER)), ["turn_ok", "turn_old_unknown"]);
  assertEquals(await visit(secret(urls, OTHER, `${OTHER}0`)), ["turn_secret"]);
  await using both = await coturn(CONF, [`--static-auth-secret=${OTHER}`]);
  assertEquals(await visit(secret([urlOf(both.port)], SECRET, OTHER)), ["turn_ok"]);
});

check("fixed credentials: right, wrong, run out", async () => {
  await using server = await coturn();
  const urls = [urlOf(server.port)];
  const fixed = (username: string, credential: string) =>
    visit({ urls, credentials: { kind: "fixed", username, credential } });
  const at = (expiry: number) => signed(SECRET, "room", "member", expiry);
  const { username, credential } = at(seconds() + 60);
  assertEquals(await fixed(username, credential), ["turn_ok"]);
  assertEquals(await fixed(username, "another"), ["turn_password"]);
  const old = at(seconds() - 60);
  assertEquals(await fixed(old.username, old.credential), ["turn_expired"]);
});

check("what an issuer gave: taken, refused, and none at all", async () => {
  await using server = await coturn();
  const turn: TurnOptions = { urls: [], credentials: { kind: "issuer", url: "", token: "" } };
  const issued = (secret: string) => {
    const servers = [{
      urls: [urlOf(server.port)],
      ...signed(secret, "room", "member", seconds() + 60),
    }];
    return visit(turn, { issue: () => Promise.resolve({ ok: true, servers, ttl: 60 }) });
  };
  assertEquals(await issued(SECRET), ["issuer_ok", "turn_ok"]);
  assertEquals(await issued(OTHER), ["issuer_ok", "turn_issued"]);
  assertEquals(await visit(turn), ["issuer_bad"]);
});

check("486: the quota is used up", async () => {
  await using server = await coturn(CONF, ["--user-quota=1"]);
  using held = await client(server.port);
  const login = signed(SECRET, "doctor", "doctor", seconds() + 60);
  assertEquals((await allocate(held, login)).answer.code, 0);
  assertEquals(await visit(secret([urlOf(server.port)], SECRET)), ["turn_quota"]);
});

check("a relay that asks for no password", async () => {
  await using server = await coturn();
  const port = freePort();
  await using open = await openTurn(port, ["-n", "--no-auth", "--no-cli", "--no-tls", "--no-dtls"]);
  assertEquals(await visit(secret([urlOf(open.port)], SECRET)), ["turn_open"]);
  assertEquals(await visit(secret([urlOf(server.port)], SECRET)), ["turn_ok"]);
});

Deno.test("doctor: a public relay that relays from inside lacks external-ip; one on the LAN does not", () => {
  const cases = [
    ["10.1.2.3", "198.51.100.7", true],
    ["172.31.0.1", "198.51.100.7", true],
    ["198.51.100.7", "198.51.100.7", false],
    ["192.168.1.2", "192.168.1.2", false],
    ["10.1.2.3", "2001:db8::7", false],
  ] as const;
  for (const [relayed, address, is] of cases) assertEquals(inside(relayed, address), is, relayed);
});

check("TLS: trusted, not trusted, run out, for another name, none", async () => {
  const visits = async (names: readonly string[], days: number, trust: boolean) => {
    await using made = await certifiedFiles(names, days);
    const files = [`--cert=${made.files.cert}`, `--pkey=${made.files.key}`];
    await using server = await coturn(CONF, files);
    const turn = secret([`turns:localhost:${server.tlsPort}?transport=tcp`], SECRET);
    return await visit(turn, { caCerts: trust ? [made.authority] : [] });
  };
  assertEquals(await visits(["localhost"], 30, true), ["turn_ok"]);
  assertEquals(await visits(["localhost"], 30, false), ["turn_tls_untrusted"]);
  assertEquals(await visits(["localhost"], -1, true), ["turn_tls_expired"]);
  assertEquals(await visits(["other.example"], 30, true), ["turn_tls_name"]);
  await using plain = await coturn();
  const wrong = [`turns:localhost:${freePort()}`];
  assertEquals(await visit(secret(wrong, SECRET)), ["turn_closed"]);
  using listener = answering("HTTP/1.1 400 Bad Request\r\n\r\n");
  assertEquals(await visit(secret([`turns:localhost:${listener.port}`], SECRET)), ["turn_tls"]);
  assertEquals(await visit(secret([urlOf(plain.port)], SECRET)), ["turn_ok"]);
});

Deno.test("doctor: no TURN, no name in DNS, nobody there, somebody else there, DTLS", async () => {
  assertEquals(await visit({ urls: [], credentials: { kind: "none" } }), ["turn_none"]);
  assertEquals(await visit(secret(["turn:relay.invalid"], SECRET)), ["turn_dns"]);
  const closed = freePort();
  assertEquals(await visit(secret([urlOf(closed, "tcp")], SECRET)), ["turn_closed"]);
  assertEquals(await visit(secret([urlOf(closed)], SECRET)), ["turn_udp_silent"]);
  const dtls = ["turns:localhost:5349?transport=udp"];
  assertEquals(await visit(secret(dtls, SECRET)), ["turn_dtls"]);
  using web = answering("HTTP/1.1 400 Bad Request\r\n\r\n");
  assertEquals(await visit(secret([urlOf(web.port, "tcp")], SECRET)), ["turn_foreign"]);
  using mute = answering("");
  assertEquals(await visit(secret([urlOf(mute.port, "tcp")], SECRET)), ["turn_silent"]);
  await using echo = await echoing();
  assertEquals(await visit(secret([urlOf(echo.port)], SECRET)), ["turn_foreign"]);
});

/** A coturn with options of its own. */
async function openTurn(port: number, args: readonly string[]) {
  const own = [`--listening-port=${port}`, "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"];
  const server = daemon("turnserver", [...args, ...own, "--log-file=stdout", "--pidfile="]);
  using first = await client(port);
  await first.ask(request(TYPE.binding, []));
  return { port, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

/** A TCP server that says this and closes. */
function answering(words: string) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serve = async () => {
    for await (const conn of listener) {
      await conn.read(new Uint8Array(2048)).catch(() => null);
      await conn.write(new TextEncoder().encode(words)).catch(() => 0);
      conn.close();
    }
  };
  serve().catch(() => {});
  return { port: listener.addr.port, [Symbol.dispose]: () => listener.close() };
}

/** A UDP server that is not of this protocol. */
async function echoing() {
  const socket = createSocket("udp4");
  socket.on(
    "message",
    (_, { port, address }) => socket.send("hello, who is there?", port, address),
  );
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const close = () => new Promise<void>((resolve) => socket.close(() => resolve()));
  return { port: socket.address().port, [Symbol.asyncDispose]: close };
}

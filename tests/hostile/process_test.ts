import { assert, assertEquals, assertMatch } from "@std/assert";
import { freshRoom } from "../harness/handshake.ts";
import { join, meet } from "../harness/socket_page.ts";
import { start } from "../harness/process.ts";
import { connect, type TcpClient } from "../harness/tcp_client.ts";

const server = await start({ env: { ALLOW_NO_ORIGIN: "1" } });
const port = Number(new URL(server.address).port);
const host = `127.0.0.1:${port}`;
const END = "Connection: close\r\n\r\n";

function test(name: string, run: () => Promise<void>): void {
  // The process outlives each test: it is ended by the last one.
  Deno.test({ name, fn: run, sanitizeOps: false, sanitizeResources: false });
}

async function ask(text: string): Promise<string> {
  using raw = await connect(port);
  // It may hang up before all of it is written.
  await raw.send(text).catch(() => {});
  return await raw.until(/^HTTP\/1\.1 \d+[^]*\r\n\r\n(?:[^]*\})?/);
}

async function stillServes(): Promise<void> {
  assertMatch(await ask(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n${END}`), / 200 /);
}

const malformed: [string, string][] = [
  ["two Hosts", `GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n${END}`],
  [
    "a length and chunks",
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n${END}0\r\n\r\n`,
  ],
  [
    "two lengths",
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n${END}xx`,
  ],
  ["a space before the colon", `GET / HTTP/1.1\r\nHost : a\r\n${END}`],
  ["a folded header", `GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n${END}`],
  ["NUL in a header", `GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n${END}`],
  ["a bare CR in a header", `GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n${END}`],
  ["200 headers", `GET / HTTP/1.1\r\nHost: a\r\n${"X: a\r\n".repeat(200)}${END}`],
  ["a header of 64 KB", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(65_536)}\r\n${END}`],
  ["an address of 70 KB", `GET /${"a".repeat(70_000)} HTTP/1.1\r\nHost: a\r\n${END}`],
  ["no HTTP at all", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n"],
];
for (const [name, text] of malformed) {
  test(`B7: ${name} is 400 or an end, and nobody else notices`, async () => {
    assertMatch(await ask(text), /^(?:HTTP\/1\.1 400 Bad Request\r\n|$)/);
    await stillServes();
  });
}

test("B1, B17: unknown and foreign methods are 404 or 405 with Allow, and no CORS", async () => {
  for (const [line, status] of [["FOO /", 405], ["OPTIONS /", 405], ["FOO /nope", 404]] as const) {
    const came = await ask(
      `${line} HTTP/1.1\r\nHost: ${host}\r\nOrigin: https://evil.example\r\n` +
        `Access-Control-Request-Method: GET\r\n${END}`,
    );
    assertMatch(came, new RegExp(`^HTTP/1\\.1 ${status} `), line);
    assertEquals(/^allow: GET, HEAD\r$/mi.test(came), status === 405, line);
    assertEquals(/access-control/i.test(came), false, line);
  }
});

test("B5: ten megabytes are 413, with a length and without", async () => {
  const long = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10485760\r\n${END}`;
  assertMatch(await ask(long), /^HTTP\/1\.1 413 /);
  const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
  const chunked = `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n${END}`;
  assertMatch(await ask(chunked + chunk.repeat(640)), /^HTTP\/1\.1 413 /);
  await stillServes();
});

test("B2, B3, B11: no path leads out, whatever it is written with", async () => {
  const inside = await Deno.readTextFile(new URL("../../deno.json", import.meta.url));
  for (
    const path of [
      "/assets/../deno.json",
      "/../../../../etc/passwd",
      "/assets/%2e%2e/deno.json",
      "/assets/..%2fdeno.json",
      "/assets/..%5cdeno.json",
      "//etc/passwd",
      "/assets/%252e%252e/deno.json",
      "/assets/%c0%ae%c0%ae/deno.json",
      "/assets/....//deno.json",
      "/assets/%00",
      "/assets/a.js%00.txt",
      "/assets/\\..\\deno.json",
      "/static/../deno.json",
      "/ws/%0d%0aX-Evil:1",
      "/ws/%e2%80%ae",
    ]
  ) {
    const came = await ask(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${END}`);
    assertMatch(came, /^HTTP\/1\.1 40[04] /, path);
    assertEquals(came.includes(inside.slice(0, 40)) || came.includes("root:"), false, path);
    assertEquals(/x-evil/i.test(came), false, path);
  }
  assertEquals(server.errors(), "", "a stack trace or a log line");
});

test("B12, B13: nothing of a query is reflected, and nothing redirects", async () => {
  for (
    const path of ["/?next=//evil.example", "/?next=https://evil.example", "/nope?q=%0d%0aX:1"]
  ) {
    const came = await ask(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${END}`);
    assertEquals(/evil|^location:|^content-disposition:|^x:/mi.test(came), false, path);
  }
});

test("B19: 200 silent and half-written requests cost nobody else anything", async () => {
  using stack = new DisposableStack();
  const slow: TcpClient[] = [];
  for (let i = 0; i < 200; i++) {
    const raw = stack.use(await connect(port));
    slow.push(raw);
    const text = [
      "",
      "GET / HT",
      `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 9\r\n\r\nx`,
      `GET /ws/${freshRoom()} HTTP/1.1\r\nHost: ${host}\r\nX: `,
    ][i % 4] ?? "";
    await raw.send(text);
  }
  assertEquals(slow.length, 200);
  const room = freshRoom();
  using ann = await join(server.address, room);
  using bo = await join(server.address, room);
  await meet(ann, bo);
  ann.say({ type: "client-offer", to: bo.id, sealed: "c2VhbGVk" });
  await bo.hears(/client-offer/);
  await stillServes();
});

test("B20: 5,000 questions for health, while two members talk: all answered, all relayed", async () => {
  const room = freshRoom();
  using ann = await join(server.address, room);
  using bo = await join(server.address, room);
  await meet(ann, bo);
  const lanes = Array.from({ length: 10 }, async () => {
    using raw = await connect(port);
    const line = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    await raw.send(line.repeat(499) + line.replace(/\r\n$/, END));
    const came = await raw.until(/^connection: close\r$/mi);
    return came.match(/HTTP\/1\.1 200 /g)?.length;
  });
  for (let n = 0; n < 50; n++) {
    ann.say({ type: "client-offer", to: bo.id, sealed: `AAA${n % 10}` });
    await bo.hears(new RegExp(`AAA${n % 10}`));
  }
  assertEquals(await Promise.all(lanes), lanes.map(() => 500));
});

test("hostile requests: nothing is left behind, and nothing was logged as a fault", async () => {
  server.kill("SIGTERM");
  assertEquals((await server.status).code, 0);
  assert(!/"level":"error"/.test(server.errors()), server.errors());
  await server[Symbol.asyncDispose]();
});

import { assertEquals, assertMatch } from "@std/assert";
import { originAllowed } from "../../routes/handshake.ts";
import { type Changes, handshake } from "../harness/handshake.ts";
import { closeCode, connect, frame, type TcpClient } from "../harness/tcp_client.ts";
import { type Listening, member, serve } from "../harness/service.ts";

const room = "r".repeat(22);
const server = await serve();
const host = `127.0.0.1:${server.port}`;

/** Text of a handshake with this server. */
async function request(changes: Changes = {}, line?: string): Promise<string> {
  return (await handshake(room, host, changes, line)).text;
}

async function answer(text: string, at: Listening = server): Promise<string> {
  using raw = await connect(at.port);
  await raw.send(text);
  return await raw.until(/^HTTP\/1\.[01] (?:101|200)[^]*\r\n\r\n|\r\n\r\n[^]*\}/);
}

async function joined(where = room): Promise<TcpClient> {
  const raw = await connect(server.port);
  await raw.send(await request({}, `GET /ws/${where} HTTP/1.1`));
  await raw.until(/\r\n\r\n/);
  await raw.frame(1);
  return raw;
}

function test(name: string, run: () => Promise<void>): void {
  // The listener outlives each test: it is closed by the last one.
  Deno.test({ name, fn: run, sanitizeOps: false, sanitizeResources: false });
}

test("handshake: a right handshake is 101 and echoes rtc.v1 alone, without extensions", async () => {
  const came = await answer(
    await request({ "Sec-WebSocket-Extensions": "permessage-deflate" }),
  );
  assertMatch(came, /^HTTP\/1\.1 101 /);
  assertMatch(came, /sec-websocket-protocol: rtc\.v1\r\n/i);
  assertMatch(came, /sec-websocket-accept: /i);
  assertMatch(came, /x-content-type-options: nosniff/i);
  assertEquals(/extensions/i.test(came), false);
});

const claim = (await member()).protocols[1] ?? "";
const [otherId = ""] = ((await member()).protocols[1] ?? "").split(".");
const wrong: [string, Changes, number, string, string?][] = [
  ["no key", { "Sec-WebSocket-Key": null }, 400, "bad_key"],
  ["a short key", { "Sec-WebSocket-Key": "AAAA" }, 400, "bad_key"],
  ["a long key", { "Sec-WebSocket-Key": `${"A".repeat(24)}==` }, 400, "bad_key"],
  ["a key of 17 bits too many", { "Sec-WebSocket-Key": `${"A".repeat(21)}B==` }, 400, "bad_key"],
  ["version 8", { "Sec-WebSocket-Version": "8" }, 426, "version_unsupported"],
  ["no version", { "Sec-WebSocket-Version": null }, 426, "version_unsupported"],
  ["no upgrade", { Upgrade: null }, 426, "upgrade_required"],
  ["another upgrade", { Upgrade: "h2c" }, 426, "upgrade_required"],
  ["no connection", { Connection: "keep-alive" }, 426, "upgrade_required"],
  ["no subprotocol", { "Sec-WebSocket-Protocol": null }, 400, "bad_protocol"],
  ["rtc.v1 without a token", { "Sec-WebSocket-Protocol": "rtc.v1" }, 400, "bad_protocol"],
  ["a token without rtc.v1", { "Sec-WebSocket-Protocol": claim }, 400, "bad_protocol"],
  ["the other order", { "Sec-WebSocket-Protocol": `${claim}, rtc.v1` }, 400, "bad_protocol"],
  ["rtc.v2", { "Sec-WebSocket-Protocol": `rtc.v2, ${claim}` }, 400, "bad_protocol"],
  ["three", { "Sec-WebSocket-Protocol": `rtc.v1, ${claim}, x` }, 400, "bad_protocol"],
  ["a hundred", { "Sec-WebSocket-Protocol": `rtc.v1${", x".repeat(99)}` }, 400, "bad_protocol"],
  ["a malformed token", { "Sec-WebSocket-Protocol": "rtc.v1, x.y" }, 400, "bad_protocol"],
  [
    "somebody else's id",
    { "Sec-WebSocket-Protocol": `rtc.v1, ${otherId}.${claim.slice(23)}` },
    401,
    "bad_token",
  ],
  ["no origin", { Origin: null }, 403, "origin_forbidden"],
  ["a null origin", { Origin: "null" }, 403, "origin_forbidden"],
  ["an evil origin", { Origin: "https://evil.example" }, 403, "origin_forbidden"],
  ["our name as a prefix", { Origin: `http://${host}.evil` }, 403, "origin_forbidden"],
  ["another port", { Origin: "http://127.0.0.1:1" }, 403, "origin_forbidden"],
  ["another scheme", { Origin: `ftp://${host}` }, 403, "origin_forbidden"],
];
for (const [name, changes, status, code] of wrong) {
  test(`handshake: a handshake with ${name} is ${status} ${code}`, async () => {
    const came = await answer(await request(changes));
    assertMatch(came, new RegExp(`^HTTP/1\\.1 ${status} `));
    assertMatch(came, new RegExp(`\\{"error":"${code}"\\}?`));
    if (code === "version_unsupported") assertMatch(came, /sec-websocket-version: 13\r\n/i);
    assertEquals(server.hub.sockets, 0);
  });
}

test("handshake: a handshake by POST is 405; room names that are none are 404", async () => {
  assertMatch(await answer(await request({}, `POST /ws/${room} HTTP/1.1`)), /^HTTP\/1\.1 405 /);
  for (
    const path of ["/ws/..", "/ws/../ws", "/ws/%2e%2e", `/ws/${room}%00`, `/ws/${room}/`, "/ws/"]
  ) {
    const came = await answer(await request({}, `GET ${path} HTTP/1.1`));
    assertEquals(/^HTTP\/1\.1 (404|200) /.test(came), true, came.slice(0, 40));
    assertEquals(server.hub.sockets, 0);
  }
});

test("handshake: a Host that is none does not bring the server down", async () => {
  for (const bad of ['a b"<', "", "[", "x:99999", "\x7f"]) {
    const came = await answer(`GET / HTTP/1.1\r\nHost: ${bad}\r\nConnection: close\r\n\r\n`);
    assertMatch(came, /^HTTP\/1\.1 (?:400|421) /, bad);
  }
  assertMatch(await answer("GET / HTTP/1.0\r\n\r\n"), /^HTTP\/1\.0 200 /);
  assertMatch(
    await answer(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    / 200 /,
  );
});

Deno.test("Handshake: which origins may open the socket", () => {
  const rules = { pageOrigins: ["https://page.example"], allowNoOrigin: false, secure: false };
  const allowed = (origin: string | null, more = {}) =>
    originAllowed(origin, "Call.example:8000", { ...rules, ...more });
  assertEquals(allowed("http://call.example:8000"), true);
  assertEquals(allowed("https://CALL.example:8000"), true);
  assertEquals(allowed("http://call.example:8000", { secure: true }), false);
  assertEquals(allowed("https://call.example:8000", { secure: true }), true);
  assertEquals([allowed("https://page.example"), allowed("http://page.example")], [true, false]);
  assertEquals([allowed(null), allowed(null, { allowNoOrigin: true })], [false, true]);
  assertEquals(originAllowed("http://", null, rules), false);
});

const frames: [string, () => Uint8Array[], number | null][] = [
  ["65,537 bytes: 1009", () => [frame(0x81, "x".repeat(65_537))], 1009],
  ["a message of 80,000 bytes in fragments: 1009", () => [
    frame(0x01, "x".repeat(40_000)),
    frame(0x80, "x".repeat(40_000)),
  ], 1009],
  ["three binary frames: 4400", () => [1, 2, 3].map(() => frame(0x82, "{}")), 4400],
  ["three times what is not JSON: 4400", () => [1, 2, 3].map(() => frame(0x81, "{")), 4400],
  // Known of the runtime (denoland/fastwebsockets): protocol errors end without a close frame.
  ["invalid UTF-8: dropped", () => [frame(0x81, Uint8Array.of(0xed, 0xa0, 0x80))], null],
  ["reserved bits: dropped", () => [frame(0xc1, "{}")], null],
  ["a reserved opcode: dropped", () => [frame(0x83, "{}")], null],
  ["a fragmented ping: dropped", () => [frame(0x09, "x")], null],
  ["a ping of 126 bytes: dropped", () => [frame(0x89, "x".repeat(126))], null],
  ["a stray continuation: dropped", () => [frame(0x80, "{}")], null],
  ["text within fragments: dropped", () => [frame(0x01, "{"), frame(0x81, "{}")], null],
  ["a declared length of 2^63: dropped", () => [
    Uint8Array.of(0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  ], null],
];
for (const [at, [name, make, code]] of frames.entries()) {
  test(`frames: ${name}`, async () => {
    // Whose socket is lost keeps the seat for a while: each pair has a room of its own.
    const where = `${at}`.padEnd(22, "-");
    using witness = await joined(where);
    using raw = await joined(where);
    await witness.frame(1);
    for (const one of make()) await raw.send(one).catch(() => {});
    assertEquals(closeCode(await raw.frame(8)), code);
    // What the server closes is a leave; what only breaks may come back.
    const told = new TextDecoder().decode(await witness.frame(1) ?? undefined);
    assertMatch(told, code ? /^\{"type":"client-leave"/ : /^\{"type":"client-away"/);
  });
}

test("frames: an unmasked frame is accepted (known of the runtime)", async () => {
  using raw = await joined();
  await raw.send(frame(0x81, "{", false));
  assertMatch(new TextDecoder().decode(await raw.frame(1) ?? undefined), /bad_json/);
});

test("handshake: whose connection breaks inside a frame is away", async () => {
  const where = "broken".padEnd(22, "-");
  using witness = await joined(where);
  const raw = await joined(where);
  await witness.frame(1);
  await raw.send(frame(0x81, "x".repeat(1000)).subarray(0, 500));
  raw[Symbol.dispose]();
  assertMatch(new TextDecoder().decode(await witness.frame(1) ?? undefined), /client-away/);
});

test("handshake: nothing is left behind", async () => {
  await server[Symbol.asyncDispose]();
  assertEquals(server.logged.filter(({ level }) => level === "error"), []);
});

import { assert, assertEquals } from "@std/assert";
import { freshRoom, handshake, knock } from "../harness/handshake.ts";
import { join, meet, type Page, person } from "../harness/socket_page.ts";
import { start } from "../harness/process.ts";
import { connect } from "../harness/tcp_client.ts";
import { connectionLimits } from "../../routes/limits/connection_limits.ts";
import { fakeClock } from "../fakes/clock.ts";
import { FakeServerSocket } from "../fakes/server_socket.ts";
import { CONNECTION_LIMITS, service } from "../harness/service.ts";

/** A server that believes a proxy on this machine, so that a test can come from anywhere. */
const behindProxy = (env: Record<string, string>) =>
  start({ env: { ALLOW_NO_ORIGIN: "1", TRUSTED_PROXIES: "127.0.0.1", ...env } });
const portOf = (address: string) => Number(new URL(address).port);
const count = (codes: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
};

/** Asks for a socket from an address, and keeps it when it is given. */
async function come(stack: DisposableStack, port: number, address: string, room = freshRoom()) {
  const raw = stack.use(await connect(port));
  await raw.send((await handshake(room, `127.0.0.1:${port}`, { "X-Forwarded-For": address })).text);
  const came = await raw.until(/^HTTP\/1\.1 101 [^]*\r\n\r\n|\r\n\r\n[^]*\}/);
  if (/^HTTP\/1\.1 [45]/.test(came)) assert(/^retry-after: \d+\r$/mi.test(came), came);
  return /"error":"(\w+)"/.exec(came)?.[1] ?? "in";
}

async function two(address: string): Promise<[Page, Page]> {
  const [ann, bo, room] = [await person(), await person(), freshRoom()];
  const pages: [Page, Page] = [await join(address, room, ann), await join(address, room, bo)];
  await meet(...pages);
  return pages;
}

async function relays([ann, bo]: [Page, Page], times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    const sealed = `AAA${n % 10}`;
    ann.say({ type: "client-offer", to: bo.id, sealed });
    await bo.hears(new RegExp(sealed));
  }
}

Deno.test("B26: of 60 at once from one address 50 come in, a /64 is one address, others come in", async () => {
  await using server = await behindProxy({ MAX_PER_ADDRESS: "50", WORKERS: "1" });
  const port = portOf(server.address);
  using stack = new DisposableStack();
  for (const address of [() => "192.0.2.1", (n: number) => `2001:db8::${n.toString(16)}`]) {
    const codes = await Promise.all(
      Array.from({ length: 60 }, (_, n) => come(stack, port, address(n))),
    );
    assertEquals(count(codes), { in: 50, too_many_from_address: 10 });
  }
  assertEquals(await come(stack, port, "192.0.2.2"), "in");
  assertEquals(await come(stack, port, "2001:db8:0:1::1"), "in");
});

Deno.test("B26: of 60 at once into a process for 40, exactly 40 come in", async () => {
  await using server = await behindProxy({ MAX_CONNS: "40", WORKERS: "1" });
  using stack = new DisposableStack();
  const port = portOf(server.address);
  const codes = await Promise.all(
    Array.from({ length: 60 }, (_, n) => come(stack, port, `192.0.2.${n}`)),
  );
  assertEquals(count(codes), { in: 40, overloaded: 20 });
});

Deno.test("B26: a socket that was promised and never opens gives its place back after 5 s", async () => {
  const clock = fakeClock();
  const sockets: EventTarget[] = [];
  // The runtime's: of a client that has hung up before the answer they tell nothing.
  const upgrade = () => {
    const socket = new FakeServerSocket();
    sockets.push(socket);
    return { socket, response: new Response(null) };
  };
  const few = connectionLimits({ ...CONNECTION_LIMITS, sockets: 2 }, clock.now);
  const { handle, hub } = service({
    connections: few,
    sockets: { clock, upgrade: upgrade as never },
  });
  const { text } = await handshake(freshRoom(), "call.example");
  const [line = "", ...rest] = text.trim().split("\r\n");
  const headers = rest.map((one): [string, string] => {
    const at = one.indexOf(": ");
    return [one.slice(0, at), one.slice(at + 2)];
  });
  const ask = async () => {
    const url = `http://call.example${line.split(" ")[1]}`;
    const remoteAddr = { transport: "tcp", hostname: "192.0.2.1", port: 1 } as const;
    return (await handle(new Request(url, { headers }), { remoteAddr })).status;
  };
  assertEquals([await ask(), await ask(), await ask()], [200, 200, 503]);
  sockets[0]?.dispatchEvent(new Event("open"));
  assertEquals(hub.sockets, 1);
  await clock.pass(4999);
  assertEquals(await ask(), 503);
  await clock.pass(1);
  // The one that opened keeps its place, however long it stays.
  assertEquals([await ask(), await ask()], [200, 503]);
  assertEquals(clock.waiting(), 1);
});

Deno.test("B53: 2,000 joins from 200 addresses: each gets its share, and calls go on", async () => {
  const env = { JOINS_PER_ADDRESS: "2", MAX_CONNS: "600", MAX_PER_ADDRESS: "8" };
  await using server = await behindProxy(env);
  const port = portOf(server.address);
  const pages = await two(server.address);
  const codes: string[] = [];
  const lanes = Array.from({ length: 20 }, async (_, lane) => {
    for (let n = 0; n < 100; n++) {
      // One after the other and gone again, so that sockets are not what limits them.
      using stack = new DisposableStack();
      codes.push(await come(stack, port, `198.51.100.${lane * 10 + n % 10}`));
    }
  });
  await relays(pages, 50);
  await Promise.all(lanes);
  // Each may once more every half minute: in four minutes none would be refused any more.
  const { in: taken = 0, too_many_from_address: refused = 0, ...others } = count(codes);
  assertEquals([taken + refused, others], [2000, {}]);
  // Two of 200 addresses share a counter in one run of four; five pairs of them in none.
  assert(taken >= 390 && refused > 0, `${taken} came in, ${refused} did not`);
  await relays(pages, 5);
  for (const { socket } of pages) socket.close();
});

Deno.test("B55: rooms of one address are limited by the hour, joining others is not", async () => {
  await using server = await behindProxy({ ROOMS_PER_ADDRESS: "20", WORKERS: "1" });
  const port = portOf(server.address);
  using stack = new DisposableStack();
  const codes: string[] = [];
  for (let n = 0; n < 30; n++) codes.push(await come(stack, port, "192.0.2.1"));
  assertEquals(count(codes), { in: 20, too_many_from_address: 10 });
  const room = freshRoom();
  assertEquals(await come(stack, port, "192.0.2.2", room), "in");
  assertEquals(await come(stack, port, "192.0.2.1", room), "in");
});

Deno.test("B55: with four isolates a room of eight is one room of its address", async () => {
  await using server = await behindProxy({ ROOMS_PER_ADDRESS: "2", WORKERS: "4" });
  const port = portOf(server.address);
  using stack = new DisposableStack();
  const codes: string[] = [];
  const room = freshRoom();
  for (let n = 0; n < 8; n++) codes.push(await come(stack, port, "192.0.2.1", room));
  assertEquals(count(codes), { in: 8 });
});

Deno.test("B10: without TRUSTED_PROXIES nobody can say to be somebody else", async () => {
  await using server = await start({ env: { ALLOW_NO_ORIGIN: "1", MAX_PER_ADDRESS: "1" } });
  using stack = new DisposableStack();
  const port = portOf(server.address);
  // A visitor that names one address for ever cannot use that up for whoever has it.
  for (let n = 0; n < 5; n++) assertEquals(await come(stack, port, "192.0.2.1"), "in");
});

Deno.test("B14: guessing is limited for who guesses, and takes nothing from who knows", async () => {
  await using server = await behindProxy({});
  const port = portOf(server.address);
  using stack = new DisposableStack();
  const answers: string[] = [];
  for (let n = 0; n < 30; n++) {
    const { status } = await knock(port, `guess${n}`, { "X-Forwarded-For": "192.0.2.1" });
    answers.push(`${status}`);
  }
  assertEquals(count(answers), { 404: 10, 429: 20 });
  assertEquals(await come(stack, port, "192.0.2.1"), "in");
  const other = await knock(port, "guess", { "X-Forwarded-For": "192.0.2.2" });
  assertEquals(other, { status: 404, code: "room_id_invalid" });
});

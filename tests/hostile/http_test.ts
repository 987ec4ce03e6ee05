import { assertEquals, assertMatch } from "@std/assert";
import { connectionLimits, connectionMemory } from "../../routes/limits/connection_limits.ts";
import { parseRange } from "../../signaling/ip_address.ts";
import { handshake, knock } from "../harness/handshake.ts";
import { call, type Caller } from "../harness/upgrade.ts";
import { connect } from "../harness/tcp_client.ts";
import { CONNECTION_LIMITS, serve, still } from "../harness/service.ts";

const room = "r".repeat(22);
const host = "call.example";
const trusted = ["127.0.0.1"].map(parseRange).filter((range) => range !== null);
const from = (address: string) => ({ "X-Forwarded-For": address });

async function answer(port: number, request: string): Promise<string> {
  using raw = await connect(port);
  await raw.send(request).catch(() => {});
  return await raw.until(/^HTTP\/1\.[01] \d{3}[^]*\r\n\r\n/);
}

const ask = (lines: string) => `GET / HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`;
const broken: [string, string][] = [
  ["two Hosts", ask(`Host: ${host}\r\nHost: evil.example`)],
  ["length and chunks", ask(`Host: ${host}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked`)],
  ["two lengths", ask(`Host: ${host}\r\nContent-Length: 3\r\nContent-Length: 4`)],
  ["a space before the colon", ask(`Host: ${host}\r\nX-A : b`)],
  ["a folded line", ask(`Host: ${host}\r\nX-A: b\r\n c`)],
  ["a bare CR", ask(`Host: ${host}\r\nX-A: b\rX-B: c`)],
  ["a NUL", ask(`Host: ${host}\r\nX-A: b\0c`)],
  ["200 headers", ask(`Host: ${host}${"\r\nX-A: b".repeat(200)}`)],
  ["a header of 500 KB", ask(`Host: ${host}\r\nX-A: ${"b".repeat(500_000)}`)],
  ["an address of 70 KB", `GET /${"x".repeat(70_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"],
  ["a method of control signs", `\x01\x02 / HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
];
for (const [name, request] of broken) {
  Deno.test(`B7: ${name}: refused without a word of what was sent, and the next is served`, async () => {
    await using server = await serve({ publicHosts: [host] });
    using _witness = await call(server.port, room, { Host: host, Origin: `http://${host}` });
    const came = await answer(server.port, request);
    // The engine's own answers: 400, 414, 431, or the end of the connection.
    assertMatch(came, /^(?:$|HTTP\/1\.1 (?:400|414|431) )/);
    assertEquals(/evil|x{99}|b{99}|X-A/.test(came), false);
    assertMatch(await answer(server.port, ask(`Host: ${host}`)), /^HTTP\/1\.1 200 /);
    assertEquals(server.hub.sockets, 1);
    assertEquals(server.logged.filter(({ level }) => level === "error"), []);
  });
}

Deno.test("B8, B9: other hosts, none, and targets that name another are 400 or 421", async () => {
  await using server = await serve({ publicHosts: [host] });
  const get = (target: string, name: string | null) =>
    answer(
      server.port,
      `GET ${target} HTTP/1.1\r\n${
        name === null ? "" : `Host: ${name}\r\n`
      }Connection: close\r\n\r\n`,
    );
  assertMatch(await get("/", host), /^HTTP\/1\.1 200 /);
  assertMatch(await get(`http://${host}/`, host), /^HTTP\/1\.1 200 /);
  for (
    const [target, name] of [
      ["/", "evil.example"],
      ["/", null],
      ["/", ""],
      ["/", `${host}.evil.example`],
      ["/", `${host}:81`],
      ["/", `${host}@evil.example`],
      ["/", `a b"<`],
      ["http://evil.example/", host],
      [`http://${host}/`, "evil.example"],
      ["http://evil.example/", null],
    ] as const
  ) {
    const came = await get(target, name);
    assertMatch(came, /^HTTP\/1\.1 4(?:00|21) /, `${target} ${name}`);
    assertEquals(/evil/.test(came), false);
  }
});

Deno.test("B17: a preflight of another site opens nothing", async () => {
  await using server = await serve();
  const came = await answer(
    server.port,
    `OPTIONS /ws/${room} HTTP/1.1\r\nHost: ${host}\r\nOrigin: https://evil.example\r\n` +
      "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: x\r\n\r\n",
  );
  assertMatch(came, /^HTTP\/1\.1 405 /);
  assertEquals(/access-control/i.test(came), false);
});

Deno.test("B19: beside 200 silent, slow and half-sent requests honest people are served", async () => {
  await using server = await serve();
  const { port } = server;
  using witness = await call(port, room);
  const slow = [];
  const halves = [
    "",
    "G",
    "GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nx",
    `GET /ws/${room} HTTP/1.1\r\nUpgrade: websocket\r\n`,
  ];
  for (let at = 0; at < 200; at++) {
    const raw = await connect(port);
    await raw.send(halves[at % halves.length] ?? "");
    slow.push(raw);
  }
  assertMatch(await answer(port, ask(`Host: ${host}`)), /^HTTP\/1\.1 200 /);
  using newcomer = await call(port, room);
  assertMatch(await witness.hears() ?? "", new RegExp(newcomer.id));
  // Known: the runtime gives them no time limit (denoland/deno#3515). They cost no seat.
  assertEquals(server.hub.sockets, 2);
  for (const raw of slow) raw[Symbol.dispose]();
});

Deno.test("B10, B26: 60 sockets of one address that may have 50; a forged sender changes nothing", async () => {
  const limits = { ...CONNECTION_LIMITS, loopbackFree: false };
  await using direct = await serve({
    connections: connectionLimits(limits, still, connectionMemory(1)),
  });
  await using proxied = await serve({
    connections: connectionLimits(limits, still, connectionMemory(1)),
    trusted,
  });
  const held: Caller[] = [];
  const fill = async (port: number, headers: (at: number) => Record<string, string>) => {
    let refused = 0;
    for (let at = 0; at < 60; at++) {
      const name = `${at}`.padEnd(22, "r");
      await call(port, name, headers(at)).then((one) => held.push(one), ({ message }) => {
        assertEquals(message, "HTTP/1.1 429");
        refused++;
      });
    }
    return refused;
  };
  const honest = (at: number) => from(`198.51.100.${at}`);
  assertEquals(await fill(direct.port, honest), 10, "the header was believed");
  assertEquals(await fill(proxied.port, () => from("192.0.2.1")), 10);
  // The 50 above are half of all: from here on an address may have a quarter.
  assertEquals((await knock(proxied.port, room, from("192.0.2.1, 192.0.2.2"))).status, 101);
  assertEquals((await knock(proxied.port, room, from("192.0.2.2, 192.0.2.1"))).status, 429);
  assertEquals(await fill(proxied.port, () => from("192.0.2.3")), 47);
  assertEquals(proxied.hub.sockets <= 63, true);
  for (const one of held) one[Symbol.dispose]();
});

Deno.test("B26: when all places are taken: 503 with Retry-After before the upgrade, and nobody goes", async () => {
  await using server = await serve({
    connections: connectionLimits(
      { ...CONNECTION_LIMITS, sockets: 20 },
      still,
      connectionMemory(1),
    ),
  });
  const held: Caller[] = [];
  for (let at = 0; at < 20; at++) {
    held.push(await call(server.port, `${at % 10}`.padEnd(22, "r")));
  }
  using raw = await connect(server.port);
  await raw.send(
    `GET /ws/${room} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`,
  );
  // A page learns the reason only so: a refused upgrade tells it nothing.
  assertMatch(await raw.until(/\}$/), /^HTTP\/1\.1 503 [^]*\r\nretry-after: \d+\r\n/i);
  for (let at = 0; at < 30; at++) assertEquals((await knock(server.port, room)).status, 503);
  assertEquals(server.hub.sockets, 20);
  for (const one of held) one[Symbol.dispose]();
});

Deno.test("places: who comes all at once finds no more places than there are, and gives back what it leaves", async () => {
  let inside = 0;
  let most = 0;
  const people = connectionLimits(
    { ...CONNECTION_LIMITS, sockets: 20 },
    still,
    connectionMemory(1),
  );
  const back = Promise.withResolvers<void>();
  const counted: typeof people = {
    ...people,
    enter(address) {
      const leave = people.enter(address, "room");
      let once = () => {
        once = () => {};
        if (--inside === 0) back.resolve();
      };
      most = Math.max(most, ++inside);
      return () => {
        leave();
        once();
      };
    },
  };
  await using server = await serve({ connections: counted });
  const half = async (at: number) => {
    using raw = await connect(server.port);
    await raw.send((await handshake(`${at}`.padEnd(22, "r"), `127.0.0.1:${server.port}`)).text);
  };
  await Promise.all(Array.from({ length: 100 }, (_, at) => half(at)));
  // There is a place again, for one who really comes.
  while ((await knock(server.port, room)).status !== 101);
  await back.promise;
  const health = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`;
  while (server.hub.sockets > 0) await answer(server.port, health);
  assertEquals([most <= 20, server.hub.sockets], [true, 0]);
  assertEquals(people.admit("192.0.2.1", "room"), null);
});

Deno.test("B53: joins from 200 addresses: as many get in as may, each of the others is told", async () => {
  const limits = {
    ...CONNECTION_LIMITS,
    sockets: 100,
    joins: 5,
    perAddress: 4,
    loopbackFree: false,
  };
  await using server = await serve({
    connections: connectionLimits(limits, still, connectionMemory(1)),
    trusted,
  });
  using witness = await call(server.port, room, from("203.0.113.1"));
  using other = await call(server.port, room, from("203.0.113.1"));
  await witness.hears();
  const statuses: Record<number, number> = {};
  const held: Caller[] = [];
  const attack = async (address: number) => {
    for (let at = 0; at < 10; at++) {
      const name = `${address}-${at}`.padEnd(22, "r");
      await call(server.port, name, from(`198.51.100.${address}`)).then(
        (one) => {
          held.push(one);
          statuses[101] = (statuses[101] ?? 0) + 1;
        },
        ({ message }) => {
          const status = Number(String(message).slice(9));
          statuses[status] = (statuses[status] ?? 0) + 1;
        },
      );
    }
  };
  for (let address = 0; address < 200; address += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, at) => attack(address + at)));
  }
  assertEquals(Object.values(statuses).reduce((sum, count) => sum + count, 0), 2000);
  assertEquals(Object.keys(statuses), ["101", "429", "503"]);
  assertEquals([held.length, server.hub.sockets], [statuses[101], 2 + held.length]);
  assertEquals(held.length, 98);
  // Who was in a call before is in it still, and talks.
  const body = `{"type":"client-call","to":"${witness.id}"}`;
  await other.send(
    Uint8Array.from([0x81, 0x80 | body.length, 0, 0, 0, 0, ...new TextEncoder().encode(body)]),
  );
  assertMatch(await witness.hears() ?? "", new RegExp(`"from":"${other.id}"`));
  for (const one of held) one[Symbol.dispose]();
});

Deno.test("B55: rooms of one address by the hour: more is 429, a room that is there is not counted", async () => {
  const limits = { ...CONNECTION_LIMITS, rooms: 20, loopbackFree: false };
  await using server = await serve({
    connections: connectionLimits(limits, still, connectionMemory(1)),
    trusted,
  });
  const mine = from("192.0.2.1");
  using _own = await call(server.port, "own".padEnd(22, "r"), mine);
  using _theirs = await call(server.port, room, from("192.0.2.2"));
  let refused = 0;
  for (let at = 0; at < 100; at++) {
    if ((await knock(server.port, `${at}`.padEnd(22, "r"), mine)).status === 429) refused++;
  }
  assertEquals(refused, 81);
  assertEquals((await knock(server.port, room, mine)).status, 101);
  assertEquals((await knock(server.port, "new".padEnd(22, "r"), from("192.0.2.3"))).status, 101);
});

import { assert, assertEquals } from "@std/assert";
import { type Listening, member, POLICY, serve } from "../../harness/service.ts";
import { proxySockets, type SocketProxy } from "../../harness/browser/socket_proxy.ts";

const ROOM = "A".repeat(22);

const service = (): Promise<Listening> =>
  serve({ policy: { ...POLICY, origins: { ...POLICY.origins, allowNoOrigin: true } } });

interface Page extends Disposable {
  readonly socket: WebSocket;
  readonly id: string;
  /** The next frame's type, in the order in which they came. */
  next(): Promise<string>;
}

/** Opens a socket through the proxy as a page does. */
async function page({ origin }: SocketProxy): Promise<Page> {
  const { id, protocols } = await member();
  const url = `${origin.replace("http", "ws")}/ws/${ROOM}`;
  const socket = new WebSocket(url, protocols);
  const came: string[] = [];
  let wake = Promise.withResolvers<void>();
  socket.addEventListener("message", ({ data }) => {
    came.push(JSON.parse(data).type);
    wake.resolve();
    wake = Promise.withResolvers();
  });
  return {
    socket,
    id,
    async next() {
      while (came.length === 0) await wake.promise;
      return came.shift() ?? "";
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

/** Error of the socket when it breaks. */
function broken(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.addEventListener("error", (event) => {
      resolve(event instanceof ErrorEvent ? event.message : "");
    });
  });
}

const call = (to: string) => JSON.stringify({ type: "client-call", to });

Deno.test("StunTransport: pages and sockets pass through a proxy as they are", async () => {
  await using server = await service();
  await using way = await proxySockets(server.port);
  const response = await fetch(`${way.origin}/`);
  assert((await response.text()).includes("<p>page</p>"));
  using ann = await page(way);
  assertEquals(await ann.next(), "welcome");
  using bob = await page(way);
  assertEquals([await ann.next(), await bob.next()], ["client-call", "welcome"]);
  assertEquals(way.passed.map(({ by, type, copies }) => `${by} ${type} ${copies}`).toSorted(), [
    "server client-call 1",
    "server welcome 1",
    "server welcome 1",
  ]);
});

Deno.test("StunTransport: a rule loses, doubles, delays and changes what it says", async () => {
  await using server = await service();
  await using way = await proxySockets(server.port);
  using ann = await page(way);
  await ann.next();
  using bob = await page(way);
  await bob.next();
  await ann.next();
  let at = 0;
  const wait = Promise.withResolvers<void>();
  const changed = JSON.stringify({ type: "client-leave" });
  const rules = [[], [0, 0], [wait.promise], [20], [changed]];
  way.rule(({ by }) => by === "page" ? rules[at++] ?? [0] : [0]);
  for (const _ of rules) ann.socket.send(call(bob.id));
  // Lost, twice, overtaken, late, and in the end another message than was sent.
  for (const type of ["client-call", "client-call", "client-leave"]) {
    assertEquals(await bob.next(), type);
  }
  assertEquals(
    way.passed.filter(({ by }) => by === "page").map(({ copies }) => copies),
    [0, 2, 1, 1, 1],
  );
  wait.resolve();
});

Deno.test("StunTransport: a socket is reset, and the next one opens", async () => {
  await using server = await service();
  await using way = await proxySockets(server.port);
  using ann = await page(way);
  await ann.next();
  const ended = broken(ann.socket);
  assertEquals(way.reset(), 1);
  assert(/reset by peer/i.test(await ended), await ended);
  using again = await page(way);
  assertEquals(await again.next(), "welcome");
  assertEquals(way.lines.length, 2);
});

Deno.test("StunTransport: a frozen socket says nothing, until it thaws; a new one is not frozen", async () => {
  await using server = await service();
  await using way = await proxySockets(server.port);
  using ann = await page(way);
  await ann.next();
  assertEquals(way.freeze("server"), 1);
  using bob = await page(way);
  assertEquals(await bob.next(), "welcome");
  let heard = false;
  const came = ann.next().then(() => heard = true);
  using cem = await page(way);
  await cem.next();
  assert(!heard, "it was heard on a frozen socket");
  way.thaw();
  await came;
});

Deno.test("StunTransport: upgrades are refused, pages are not", async () => {
  await using server = await service();
  await using way = await proxySockets(server.port);
  way.refuse("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  using ann = await page(way);
  await broken(ann.socket);
  assertEquals(way.refused(), 1);
  assert((await (await fetch(`${way.origin}/`)).text()).length > 0);
  way.refuse(null);
  using again = await page(way);
  assertEquals(await again.next(), "welcome");
});

Deno.test("StunTransport: a slow way is slow, and everything arrives in order", async () => {
  await using server = await service();
  await using way = await proxySockets(server.port);
  way.slow({ rate: 20_000, delay: 20 });
  using ann = await page(way);
  assertEquals(await ann.next(), "welcome");
  using bob = await page(way);
  await bob.next();
  await ann.next();
  const sealed = "A".repeat(4000);
  for (const type of ["client-offer", "client-answer"]) {
    bob.socket.send(JSON.stringify({ type, to: ann.id, sealed }));
  }
  assertEquals([await ann.next(), await ann.next()], ["client-offer", "client-answer"]);
});

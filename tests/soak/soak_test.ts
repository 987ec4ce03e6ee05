/**
 * `deno task soak`: four people, real browsers, one fault after another for `VISAVIS_MINUTES`, and
 * after each of them all must be well. `VISAVIS_SEEDS` repeats a run.
 */
import { assert } from "@std/assert";
import { seeded } from "../fakes/seeded_random.ts";
import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { proxySockets, type SocketProxy } from "../harness/browser/socket_proxy.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { serve, type Server } from "../harness/browser/server.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { blackhole, type Fault, loss, oneWay } from "../network/nft.ts";
import { lasts } from "../network/couples.ts";
import { ports } from "../network/ports.ts";

const KINDS: readonly Kind[] = ["chromium", "firefox", "chromium", "firefox"];
const MINUTES = Number(Deno.env.get("VISAVIS_MINUTES") ?? 3);
/** All must be well again so long after a fault, in ms. */
const TIMEOUT_MS = 60_000;
/** Console messages of sockets and connections that were broken on purpose; 503: it is going away. */
const BROKEN = /ERR_|ICE failed|status of 503/i;

interface Guest {
  visitor: Visitor;
  readonly kind: Kind;
  readonly way: SocketProxy;
  readonly href: string;
}

interface World {
  readonly testRoom: TestRoom;
  readonly guests: readonly Guest[];
  readonly random: () => number;
  /** The server that answers now. */
  server: Server;
}

type Churn = (world: World) => Promise<void>;

const CHURN: Readonly<Record<string, Churn>> = {
  async "sockets are reset"({ guests }) {
    const reset = () => guests.map(({ way }) => way.reset()).some((count) => count > 0);
    await until("a socket to reset", () => Promise.resolve(reset()));
  },
  async "a socket falls silent"(world) {
    const { way } = pick(world);
    // It may not have come back from the fault before.
    await until("a socket", () => Promise.resolve(way.freeze("page", "server") > 0));
    await lasts(between(world, 1000, 30_000));
    way.thaw();
  },
  async "the server is killed, and comes back"(world) {
    const { port } = world.server;
    await world.server.stop("SIGKILL");
    await lasts(between(world, 0, 12_000));
    world.server = await serve({ PORT: String(port) });
  },
  "UDP is gone": (world) => during(blackhole(), between(world, 500, 15_000)),
  "UDP is lost at random": (world) => during(loss(between(world, 5, 40)), 6000),
  async "UDP goes one way"(world) {
    const [from, to] = [pick(world), pick(world)];
    if (from === to) return;
    const ms = between(world, 2000, 12_000);
    // A repair may replace the connection while its ports are being read.
    await until("datagrams to be dropped", async () => {
      await using cut = await oneWay(await ports(from.visitor), await ports(to.visitor));
      await lasts(ms);
      return await cut.dropped() > 0;
    });
  },
  async "somebody reloads"(world) {
    const { visitor: { page, on } } = pick(world);
    await page.reload({ waitUntil: "domcontentloaded" });
    await on("call");
  },
  async "somebody leaves and comes back"(world) {
    const { visitor } = pick(world);
    await visitor.press("leave");
    await visitor.on("left");
    await visitor.press("rejoin");
    await visitor.on("call");
  },
  async "somebody closes the page, and another one comes"(world) {
    const guest = pick(world);
    await guest.visitor.close();
    await come(world.testRoom, guest);
  },
};

async function during(made: Promise<Fault>, ms: number): Promise<void> {
  await using fault = await made;
  await lasts(ms);
  assert(await fault.dropped() > 0, "nothing was dropped: the fault did not happen");
}

function between({ random }: World, least: number, most: number): number {
  return Math.floor(least + random() * (most - least));
}

function pick(world: World): Guest {
  const guest = world.guests[Math.floor(world.random() * world.guests.length)];
  assert(guest);
  return guest;
}

async function come(testRoom: TestRoom, guest: Pick<Guest, "kind" | "href"> & Partial<Guest>) {
  const visitor = await testRoom.open(guest.kind, guest.href);
  guest.visitor = visitor;
  await visitor.on("call");
  return visitor;
}

browserTest(`soak: ${MINUTES} minutes of faults`, ["chromium", "firefox"], async (testRoom) => {
  testRoom.expect(LOST_SOCKET);
  testRoom.expect(BROKEN);
  const seed = Number(
    Deno.env.get("VISAVIS_SEEDS") ?? crypto.getRandomValues(new Uint32Array(1))[0],
  );
  console.log(`soak: seed ${seed}; again with VISAVIS_SEEDS=${seed}`);
  const place = room();
  const guests: Guest[] = [];
  for (const [at, kind] of KINDS.entries()) {
    const way = await proxySockets(testRoom.server.port);
    const href = `${way.origin}/#/${place}?name=P${at}&join=1&mic=1&cam=1`;
    const visitor = await come(testRoom, { kind, href });
    guests.push({ kind, way, href, visitor });
  }
  const world: World = { testRoom, guests, random: seeded(seed), server: testRoom.server };
  const people = () => guests.map(({ visitor }) => visitor);
  await assertHealthyCall(people(), TIMEOUT_MS);
  const names = Object.keys(CHURN);
  const began = performance.now();
  try {
    for (let count = 1; performance.now() < began + MINUTES * 60_000; count++) {
      const name = names[Math.floor(world.random() * names.length)] ?? "";
      const at = ((performance.now() - began) / 1000).toFixed(0);
      await CHURN[name]?.(world);
      const then = performance.now();
      await assertHealthyCall(people(), TIMEOUT_MS).catch((error: unknown) => {
        throw new Error(`seed ${seed}, fault ${count}, ${name}: ${error}`);
      });
      const took = ((performance.now() - then) / 1000).toFixed(1);
      console.log(`soak: ${at} s, ${name}: all well after ${took} s`);
    }
  } finally {
    if (world.server !== testRoom.server) await world.server.stop();
    for (const { way } of guests) await way[Symbol.asyncDispose]();
  }
}, serve);

import { assertEquals, assertMatch } from "@std/assert";
import { lacksNats, startNats, startOnBus } from "../harness/nats.ts";
import { join, meet, type Page, person, roomOf } from "../harness/socket_page.ts";
import type { Process } from "../harness/process.ts";

const ignore = lacksNats();
const sealed = "c2VhbGVk";

const health = async ({ address }: Process) => {
  const response = await fetch(`${address}healthz`);
  return { code: response.status, ...await response.json() };
};

/** Asks until the answer is as wanted. */
async function turns(server: Process, status: string): Promise<void> {
  while ((await health(server)).status !== status);
}

async function offer(from: Page, to: Page): Promise<void> {
  from.say({ type: "client-offer", to: to.id, sealed });
  await to.hears(new RegExp(`"client-offer","from":"${from.id}"`));
}

Deno.test({
  name: "one room on three processes of five isolates: everybody reaches everybody",
  ignore,
  async fn() {
    const nats = await startNats();
    await using one = await startOnBus(nats.url, { WORKERS: "2" });
    await using two = await startOnBus(nats.url, { WORKERS: "2" });
    await using three = await startOnBus(nats.url);
    const room = roomOf("spread");
    const pages: Page[] = [];
    for (const server of [one, two, three, one, two, three, one, two]) {
      pages.push(await join(server.address, room));
    }
    for (const from of pages) {
      for (const to of pages) if (from !== to) await meet(from, to);
    }
    for (const from of pages) {
      for (const to of pages) if (from !== to) await offer(from, to);
    }
    pages[0]?.socket.close();
    for (const page of pages.slice(1)) await page.hears(/"client-leave"/);
    for (const page of pages) page.socket.close();
    await nats.stop();
  },
});

Deno.test({
  name: "the bus ends and comes back after 3 s: who came meanwhile is found, nobody is doubled",
  ignore,
  async fn() {
    let nats = await startNats();
    const { port, url } = nats;
    await using one = await startOnBus(url);
    await using two = await startOnBus(url);
    const room = roomOf("bus-restart");
    using early = await join(one.address, room);
    using other = await join(two.address, room);
    await meet(early, other);
    await nats.kill();
    await turns(one, "degraded");
    await turns(two, "degraded");
    assertMatch((await health(one)).why, /bus/);
    assertEquals((await health(one)).code, 200);
    // Within one process everything goes on.
    using near = await join(one.address, room);
    await early.hears(new RegExp(`"client-call","from":"${near.id}"`));
    await offer(near, early);
    using far = await join(two.address, room);
    await other.hears(new RegExp(`"client-call","from":"${far.id}"`));
    nats = await startNats(port);
    await meet(near, far);
    await offer(near, other);
    await offer(far, early);
    await turns(one, "ok");
    const calls = early.heard.filter((frame) => frame.includes(`"client-call","from":"${far.id}"`));
    assertEquals(calls.length, 1);
    await nats.stop();
  },
});

Deno.test({
  name: "no bus at the start: it serves, says so, and finds the others when the bus is there",
  ignore,
  async fn() {
    const first = await startNats();
    await first.stop();
    await using one = await startOnBus(first.url);
    await using two = await startOnBus(first.url);
    assertEquals((await health(one)).status, "degraded");
    const room = roomOf("no-bus");
    using left = await join(one.address, room);
    using right = await join(two.address, room);
    using alike = await join(one.address, room);
    await meet(left, alike);
    const nats = await startNats(first.port);
    await meet(left, right);
    await offer(right, left);
    await nats.stop();
  },
});

Deno.test({
  name: "another CLUSTER_KEY on the same bus: two deployments that never hear of each other",
  ignore,
  async fn() {
    const nats = await startNats();
    await using one = await startOnBus(nats.url);
    await using two = await startOnBus(nats.url, { CLUSTER_KEY: "another key ".repeat(4) });
    const room = roomOf("keys");
    using left = await join(one.address, room);
    using right = await join(two.address, room);
    using alike = await join(one.address, room);
    await meet(left, alike);
    right.say({ type: "client-offer", to: left.id, sealed });
    await right.hears(/no_such_peer/);
    assertEquals(right.heard.filter((frame) => frame.includes("client-call")), []);
    await nats.stop();
  },
});

Deno.test({
  name: "the same person by another process: the old socket is closed with 4409, one seat",
  ignore,
  async fn() {
    const nats = await startNats();
    await using one = await startOnBus(nats.url);
    await using two = await startOnBus(nats.url);
    const room = roomOf("moves");
    const mover = await person();
    using witness = await join(two.address, room);
    using older = await join(one.address, room, mover);
    await meet(witness, older);
    using newer = await join(two.address, room, mover);
    assertEquals(await older.closed, 4409);
    await offer(witness, newer);
    await offer(newer, witness);
    assertEquals(witness.heard.filter((frame) => frame.includes("client-leave")), []);
    await nats.stop();
  },
});

import { assert, assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { asFake, kinds, pair, type Side } from "../../../fakes/peer_pair.ts";

type Pair = ReturnType<typeof pair>;

/** Has every connection fail as soon as it is described, as in a Firefox without a network. */
async function failing({ clock, rtcs, deliver }: Pair, seconds: number): Promise<void> {
  for (let at = 0; at < seconds * 100; at++) {
    for (const one of rtcs.open()) {
      if (one.localDescription && one.connectionState === "new") one.become("failed");
    }
    if (at % 10 === 0) await deliver();
    await clock.pass(10);
  }
}

/** Has the connections that there are say that they have failed. */
async function broken(of: Pair): Promise<void> {
  for (const one of of.rtcs.open()) if (one.connectionState === "connected") one.become("failed");
  await turn();
}

Deno.test("Pairing: a browser that fails at once makes at most 12 connections in 40 s", async () => {
  const both = pair();
  await both.connect();
  const before = both.rtcs.all.length;
  await broken(both);
  await failing(both, 40);
  const made = both.rtcs.all.length - before;
  // Two sides, of which one only answers.
  assert(made <= 2 * 12, `${made} connections of both`);
  assert(made >= 4, "they have given up");
});

Deno.test("Pairing: without an answer a browser that fails at once goes on, ever slower", async () => {
  const both = pair();
  const { clock, rtcs, small } = both;
  small.peer.connectIfNeeded();
  const made: number[] = [];
  for (let quarter = 0; quarter < 4; quarter++) {
    const before = rtcs.all.length;
    for (let at = 0; at < 1000; at++) {
      for (const one of rtcs.open()) {
        if (one.localDescription && one.connectionState === "new") one.become("failed");
      }
      await clock.pass(10);
    }
    made.push(rtcs.all.length - before);
  }
  assert(made.reduce((sum, one) => sum + one, 0) <= 12, `${made}`);
  assert(made.every((one) => one > 0), `${made}`);
  assert((made[0] ?? 0) > (made[3] ?? 0), `${made}`);
});

Deno.test("Pairing: no try begins while no message can leave, and one does when it can", async () => {
  const both = pair();
  const { clock, rtcs, small, large } = both;
  await both.connect();
  await clock.pass(2000);
  const before = rtcs.all.length;
  small.reaches = large.reaches = false;
  await broken(both);
  await clock.pass(120_000);
  assertEquals([rtcs.all.length - before, large.asked], [0, 0]);
  small.reaches = large.reaches = true;
  small.peer.connectIfNeeded();
  await both.settle();
  await both.deliver();
  assertEquals(rtcs.link(), 1);
});

Deno.test("Pairing: a network that is back is not waited for longer than a moment", async () => {
  const both = pair();
  const { clock, rtcs, small } = both;
  small.peer.connectIfNeeded();
  await failing(both, 60);
  const before = rtcs.all.length;
  small.peer.health.probeNow();
  await clock.pass(1600);
  assertEquals(rtcs.all.length, before + 1);
});

/** Tries of this side so far: offers that were sent, or requests for one. */
const tries = (one: Side) =>
  one.asked + kinds(one).filter((kind) => kind === "client-offer").length;

Deno.test("Pairing: tries begin a second apart, however often a server asks for them", async () => {
  for (const side of ["small", "large"] as const) {
    const both = pair();
    await both.connect();
    await both.clock.pass(2000);
    await broken(both);
    for (let at = 0; at < 300; at++) {
      both[side].peer.connectIfNeeded();
      both[side].peer.reconnect();
      await both.clock.pass(10);
    }
    await both.settle();
    const made = tries(both[side]);
    assert(made >= 1 && made <= 4, `${side}: ${made} in three seconds`);
  }
});

Deno.test("Pairing: what works again is not rebuilt for a successor that has failed", async () => {
  const both = pair();
  const { clock, rtcs, small, large } = both;
  await both.connect();
  const first = small.peer.connection();
  asFake(small)?.become("disconnected");
  await clock.pass(4100);
  await both.deliver();
  for (const one of rtcs.open()) if (one.connectionState === "new") one.become("failed");
  asFake(small)?.become("connected");
  await clock.pass(500);
  await small.peer.health.check();
  await clock.pass(60_000);
  assert(small.peer.connection() === first);
  assertEquals([kinds(small), large.asked], [[], 0]);
});

import { assert, assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { asFake, kinds, pair, streaming } from "../../../fakes/peer_pair.ts";

Deno.test("Succession: an offer that is made anew closes the connection of the one before", async () => {
  const { clock, small, rtcs, settle } = pair();
  small.peer.connectIfNeeded();
  await settle();
  const first = rtcs.open()[0];
  await clock.pass(5000);
  await settle();
  assertEquals(kinds(small), ["client-offer", "client-offer"]);
  assertEquals([first?.signalingState, rtcs.open().length], ["closed", 1]);
});

Deno.test("Succession: a page that closes its connection is called a second later", async () => {
  const { clock, small, connect, settle } = pair();
  await connect();
  const before = asFake(small);
  before?.channel?.become("closed");
  await turn();
  assertEquals([before?.signalingState, small.peer.connection()], ["closed", null]);
  await clock.pass(900);
  assertEquals([kinds(small), small.gone], [[], 0]);
  await clock.pass(200);
  await settle();
  assertEquals(kinds(small), ["client-offer"]);
});

Deno.test("Succession: a page that has left the room and closes its connection is gone", async () => {
  const { small, connect } = pair();
  await connect();
  small.peer.setPresence("left");
  assertEquals(small.gone, 0);
  asFake(small)?.channel?.become("closed");
  await turn();
  assertEquals(small.gone, 1);
});

Deno.test("Repair: a picture that stands still on each new connection is repaired ever less often", async () => {
  const { clock, small, rtcs, connect, settle, deliver } = pair();
  await connect();
  /** Has the picture of the present connection stand still; tells the seconds until a new offer. */
  async function secondsToRepair(): Promise<number> {
    const stream = streaming(clock, small);
    stream.picture = true;
    await clock.pass(3000);
    stream.decodes = false;
    for (let seconds = 1; seconds < 60; seconds++) {
      await clock.pass(1000);
      await settle();
      if (kinds(small).includes("client-offer")) return seconds;
    }
    return Infinity;
  }
  const [first, second] = [await secondsToRepair(), await again()];
  assert(first < 8 && second > first + 4, `${first} s, then ${second} s`);

  async function again(): Promise<number> {
    await deliver();
    assertEquals(rtcs.link(), 1);
    await turn();
    return await secondsToRepair();
  }
});

Deno.test("Repair: after a demanded connection has worked, the next repair takes the nearest way", async () => {
  const { clock, small, rtcs, connect, settle, deliver } = pair();
  await connect();
  small.peer.reconnect();
  await settle();
  assertEquals(small.urgent.length, 1);
  await deliver();
  rtcs.link();
  await turn();
  streaming(clock, small);
  await clock.pass(3000);
  asFake(small)?.become("failed");
  await settle();
  assertEquals([kinds(small), small.urgent.length], [["client-offer"], 1]);
});

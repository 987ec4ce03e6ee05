import "../../../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { prepareConnection } from "../../../../client/call/connection/prepared_connection.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { fakeConnection } from "../../../fakes/connections.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

const MINUTE_MS = 60_000;

function keep() {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const life = new AbortController();
  const broken = { now: false };
  const ready = () => null;
  const open = () => {
    const connection = fakeConnection(rtcs, clock);
    if (broken.now) rtcs.last().refuses = "local";
    return connection;
  };
  const spare = prepareConnection({ open, ready, later: clock.later, signal: life.signal });
  return { clock, rtcs, life, broken, spare };
}

Deno.test("PreparedConnection: nothing is prepared before it is asked for, and then one with its offer", async () => {
  const { rtcs, spare } = keep();
  assertEquals(rtcs.all.length, 0);
  spare.renew();
  await turn();
  assertEquals(rtcs.all.map(({ signalingState }) => signalingState), ["have-local-offer"]);
});

Deno.test("PreparedConnection: the prepared connection is the one that is taken, once", async () => {
  const { clock, rtcs, spare } = keep();
  spare.renew();
  const taken: unknown = spare.take(false).rtc;
  assert(taken === rtcs.all[0]);
  const second: unknown = spare.take(false).rtc;
  assert(second === rtcs.all[1]);
  // One is prepared afterwards, when the pair at hand has had its turn, however many were taken.
  await clock.pass(999);
  assertEquals(rtcs.all.length, 2);
  await clock.pass(1);
  assertEquals([rtcs.all.length, rtcs.last().signalingState], [3, "have-local-offer"]);
});

Deno.test("PreparedConnection: one that is renewed soon is thrown away at once, and another one comes later", async () => {
  const { clock, rtcs, spare } = keep();
  spare.renew();
  await turn();
  spare.renew(true);
  assertEquals([rtcs.all.length, rtcs.last().connectionState, spare.spare()], [1, "closed", null]);
  await clock.pass(1000);
  assertEquals([rtcs.all.length, rtcs.last().signalingState], [2, "have-local-offer"]);
});

Deno.test("PreparedConnection: one that has found no network meanwhile is thrown away, and not given", async () => {
  const { rtcs, spare } = keep();
  for (const ask of [spare.spare, () => spare.take(false)]) {
    spare.renew();
    await turn();
    assert(spare.spare() !== null);
    const prepared = rtcs.last();
    prepared.become("failed");
    const given: unknown = ask()?.rtc;
    assert(given !== prepared);
    assertEquals(prepared.connectionState, "closed");
  }
  assertEquals(spare.spare(), null);
});

Deno.test("PreparedConnection: another try takes a fresh one, and what was prepared is thrown away", async () => {
  const { clock, rtcs, spare } = keep();
  spare.renew();
  await turn();
  const taken: unknown = spare.take(true).rtc;
  assert(taken === rtcs.all[1]);
  const open = () => rtcs.all.map((one) => rtcs.open().includes(one));
  assertEquals(open(), [false, true]);
  // Nor is another prepared, as long as nothing says that connections come about here.
  await clock.pass(MINUTE_MS);
  assertEquals(open(), [false, true]);
  spare.refill();
  spare.refill();
  await clock.pass(1000);
  assertEquals(open(), [false, true, true]);
});

Deno.test("PreparedConnection: what was taken is never closed by the spare", async () => {
  const { clock, rtcs, life, spare } = keep();
  spare.renew();
  spare.take(false);
  await clock.pass(10 * MINUTE_MS);
  spare.renew();
  life.abort();
  assertEquals(rtcs.open(), [rtcs.all[0]]);
});

Deno.test("PreparedConnection: other ICE servers make another spare, and close the one before", () => {
  const { rtcs, spare } = keep();
  spare.renew();
  spare.renew();
  assertEquals(rtcs.all.map(({ signalingState }) => signalingState === "closed"), [true, false]);
});

Deno.test("PreparedConnection: a spare is replaced after four minutes, again and again", async () => {
  const { clock, rtcs, spare } = keep();
  spare.renew();
  await clock.pass(4 * MINUTE_MS - 1);
  assertEquals(rtcs.all.length, 1);
  await clock.pass(1);
  assertEquals([rtcs.all.length, rtcs.open().length], [2, 1]);
  await clock.pass(4 * MINUTE_MS);
  assertEquals([rtcs.all.length, rtcs.open().length], [3, 1]);
});

Deno.test("PreparedConnection: the age of what was taken is not that of the spare after it", async () => {
  const { clock, rtcs, spare } = keep();
  spare.renew();
  await clock.pass(3 * MINUTE_MS);
  spare.take(false);
  await clock.pass(4 * MINUTE_MS);
  assertEquals(rtcs.all.length, 2);
  await clock.pass(1000);
  assertEquals(rtcs.all.length, 3);
});

Deno.test("PreparedConnection: a spare that the browser refuses is dropped, and a fresh one is taken instead", async () => {
  const { clock, rtcs, broken, spare } = keep();
  broken.now = true;
  spare.renew();
  await turn();
  assertEquals([rtcs.open().length, clock.waiting()], [0, 0]);
  broken.now = false;
  const taken: unknown = spare.take(false).rtc;
  assert(taken === rtcs.all[1] && rtcs.all[1]?.signalingState === "stable");
});

Deno.test("PreparedConnection: a refusal that comes late drops no other spare", async () => {
  const { rtcs, broken, spare } = keep();
  broken.now = true;
  spare.renew();
  broken.now = false;
  spare.renew();
  await turn();
  assertEquals(rtcs.open(), [rtcs.all[1]]);
});

Deno.test("PreparedConnection: with its signal the spare is closed, and none is made again", async () => {
  const { clock, rtcs, life, spare } = keep();
  spare.renew();
  spare.take(false);
  spare.renew();
  life.abort();
  assertEquals(rtcs.open(), [rtcs.all[0]]);
  spare.renew();
  await clock.pass(10 * MINUTE_MS);
  assertEquals([rtcs.all.length, clock.waiting()], [2, 0]);
});

Deno.test("PreparedConnection: a spare waits for fresh ICE servers, and is not made when it is not wanted any more", async () => {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const life = new AbortController();
  const open = () => fakeConnection(rtcs, clock);
  let come = () => {};
  const ready = () => new Promise<void>((resolve) => come = resolve);
  const spare = prepareConnection({ open, ready, later: clock.later, signal: life.signal });
  spare.renew();
  await turn();
  assertEquals(rtcs.all.length, 0);
  come();
  await turn();
  assertEquals(rtcs.all.length, 1);
  spare.renew();
  life.abort();
  come();
  await turn();
  assertEquals(rtcs.all.length, 1);
});

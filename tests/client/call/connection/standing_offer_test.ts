import "../../../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../../../client/call/connection/connection.ts";
import { prepareConnection } from "../../../../client/call/connection/prepared_connection.ts";
import { keepStandingOffer } from "../../../../client/call/connection/standing_offer.ts";
import { MAX_STANDING_OFFER_CHARS } from "../../../../protocol/mod.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { fakeConnection } from "../../../fakes/connections.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

/** A page that may leave offers, and what the server has heard of it. */
function page() {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const life = new AbortController();
  const heard: string[] = [];
  const state = { open: true, settled: true, socket: "first", works: true };
  const prepared = prepareConnection({
    open: () => fakeConnection(rtcs, clock),
    ready: () => null,
    later: clock.later,
    signal: life.signal,
  });
  let write = (connection: Connection) => Promise.resolve(nameOf(connection));
  const standing = keepStandingOffer({
    prepared,
    socket: () => state.socket,
    send(message) {
      assert(message.type === "client-standing-offer");
      if (state.works) heard.push(message.sealed ?? "withdrawn");
      return state.works;
    },
    write: (connection) => write(connection),
    isOpen: () => state.open,
    isSettled: () => state.settled,
    signal: life.signal,
  });

  function nameOf({ rtc }: Connection): string {
    const found: unknown = rtc;
    return rtcs.all.find((one) => one === found)?.name ?? "";
  }

  /** The newest connection has found all its candidates; looks, and tells what was heard since. */
  async function look(isGathered = true): Promise<string[]> {
    await turn();
    const rtc = rtcs.all.at(-1);
    if (rtc?.localDescription && isGathered) {
      rtc.localDescription = { type: "offer", sdp: "a=candidate:1 1 udp 1 192.0.2.1 9 typ host" };
      rtc.gathers("complete");
    }
    standing.look();
    await turn();
    return heard.splice(0);
  }
  return {
    ...{ clock, rtcs, life, heard, state, prepared, standing, look },
    write: (other: typeof write) => void (write = other),
  };
}

Deno.test("StandingOffer: a prepared connection is left once, when its candidates are known", async () => {
  const { prepared, look } = page();
  assertEquals(await look(), []);
  prepared.renew();
  assertEquals(await look(false), []);
  assertEquals(await look(), ["pc0"]);
  assertEquals(await look(), []);
});

Deno.test("StandingOffer: the relay of what was left lets its neighbors in once there is an answer", async () => {
  const { rtcs, prepared, look } = page();
  prepared.renew();
  await turn();
  const rtc = rtcs.last();
  assertEquals(await look(), ["pc0"]);
  const sdp = "a=candidate:2 1 udp 1 192.0.2.2 9000 typ relay raddr 192.0.2.1 rport 9";
  rtc.localDescription = { type: "offer", sdp };
  assertEquals(rtc.candidates, []);
  await rtc.setRemoteDescription({ type: "answer", sdp: "answer pc1 pc0" });
  assertEquals(rtc.candidates.map(({ candidate }) => candidate), [
    "candidate:2 1 udp 1 192.0.2.2 9000 typ relay ufrag none",
  ]);
});

Deno.test("StandingOffer: what was taken is withdrawn, and the next one is left", async () => {
  const { clock, prepared, look } = page();
  prepared.renew();
  assertEquals(await look(), ["pc0"]);
  prepared.take(false);
  assertEquals(await look(), ["withdrawn"]);
  await clock.pass(1000);
  assertEquals(await look(), ["pc1"]);
});

Deno.test("StandingOffer: what was handed out is left no second time, and needs no withdrawal", async () => {
  const { clock, rtcs, prepared, standing, look } = page();
  prepared.renew();
  assertEquals(await look(), ["pc0"]);
  // For the newcomer.
  prepared.take(false);
  standing.handedOut();
  assertEquals(await look(), []);
  await clock.pass(1000);
  assertEquals(await look(), ["pc1"]);
  // The newcomer is connected already, and takes none.
  standing.handedOut();
  assertEquals(await look(), ["pc2"]);
  assertEquals(rtcs.all.map(({ signalingState }) => signalingState === "closed"), [
    false,
    true,
    false,
  ]);
  prepared.take(false);
  standing.handedOut();
  standing.handedOut();
  assertEquals(await look(), []);
});

Deno.test("StandingOffer: a connection that is prepared anew takes the place of the one before", async () => {
  const { prepared, standing, look } = page();
  prepared.renew();
  assertEquals(await look(), ["pc0"]);
  prepared.renew();
  assertEquals(await look(), ["withdrawn", "pc1"]);
  // The network has changed: no newcomer gets the candidates of before from now on.
  standing.renew();
  assertEquals(await look(), ["withdrawn", "pc2"]);
});

Deno.test("StandingOffer: nothing stands in a call that is closed, and what stood is thrown away", async () => {
  const { rtcs, state, prepared, look } = page();
  prepared.renew();
  assertEquals(await look(), ["pc0"]);
  state.open = false;
  assertEquals(await look(), ["withdrawn"]);
  assertEquals(rtcs.all[0]?.signalingState, "closed");
  assertEquals(await look(), []);
  state.open = true;
  assertEquals(await look(), ["pc1"]);
});

Deno.test("StandingOffer: nothing is left while members are about to come back, and what stands stays", async () => {
  const { state, prepared, look } = page();
  state.settled = false;
  prepared.renew();
  assertEquals(await look(), []);
  state.settled = true;
  assertEquals(await look(), ["pc0"]);
  state.settled = false;
  assertEquals(await look(), []);
});

Deno.test("StandingOffer: by another socket another connection is left: the one before may have been handed out", async () => {
  const { rtcs, state, prepared, look } = page();
  prepared.renew();
  assertEquals(await look(), ["pc0"]);
  state.socket = "second";
  // The server has forgotten it by itself.
  assertEquals(await look(), []);
  assertEquals(await look(), ["pc1"]);
  assertEquals(rtcs.all[0]?.signalingState, "closed");
});

Deno.test("StandingOffer: what changes while an offer is written keeps it from being left", async () => {
  type Page = ReturnType<typeof page>;
  const changes: ((of: Page) => void)[] = [
    ({ state }) => state.open = false,
    ({ state }) => state.socket = "second",
    ({ state }) => state.works = false,
    ({ prepared }) => void prepared.take(false),
    ({ prepared }) => prepared.renew(),
    ({ standing }) => standing.stop(),
    ({ life }) => life.abort(),
  ];
  for (const change of changes) {
    const of = page();
    let written = (_: string) => {};
    of.write(() => new Promise((resolve) => written = resolve));
    of.prepared.renew();
    assertEquals(await of.look(), []);
    change(of);
    written("too late");
    await turn();
    assertEquals(of.heard, [], `${change}`);
  }
});

Deno.test("StandingOffer: one that could not be sent is written again, one that cannot be written is not", async () => {
  const { state, prepared, look, write } = page();
  state.works = false;
  prepared.renew();
  assertEquals(await look(), []);
  state.works = true;
  assertEquals(await look(), ["pc0"]);
  let tries = 0;
  write(() => Promise.reject(new Error(`no ${++tries}`)));
  prepared.renew();
  assertEquals([await look(), await look(), tries], [["withdrawn"], [], 1]);
});

Deno.test("StandingOffer: one that is longer than a server takes is not left", async () => {
  const { prepared, look, write } = page();
  write(() => Promise.resolve("x".repeat(MAX_STANDING_OFFER_CHARS + 1)));
  prepared.renew();
  assertEquals(await look(), []);
  assertEquals(await look(), []);
});

Deno.test("StandingOffer: a server that knows none is sent no more of them, another one is", async () => {
  const { state, prepared, standing, look } = page();
  prepared.renew();
  assertEquals(await look(), ["pc0"]);
  standing.stop();
  assertEquals(await look(), []);
  assertEquals(await look(), []);
  state.socket = "second";
  assertEquals((await look()).length, 1);
});

Deno.test("StandingOffer: a connection that has found no network is not left", async () => {
  const { rtcs, prepared, standing, heard } = page();
  prepared.renew();
  await turn();
  rtcs.last().gathers("complete");
  standing.look();
  await turn();
  assertEquals(heard, []);
});

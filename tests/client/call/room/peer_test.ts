import { assert, assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { asFake, envelopeOf, kinds, pair } from "../../../fakes/peer_pair.ts";

Deno.test("Peer: the smaller id offers, the larger waits, and each learns the other's name", async () => {
  const { small, large, connect } = pair();
  await connect();
  assertEquals([small.peer.about().name, large.peer.about().name], ["b", "a"]);
  assertEquals([small.asked, large.asked], [0, 0]);
});

Deno.test("Peer: who waits for an offer in vain asks for it", async () => {
  const { clock, large } = pair();
  large.peer.connectIfNeeded();
  await clock.pass(4999);
  assertEquals(large.asked, 0);
  await clock.pass(1);
  assertEquals(large.asked, 1);
});

Deno.test("Peer: an offer without an answer is made anew, and each try is given more time", async () => {
  const { clock, small } = pair();
  small.peer.connectIfNeeded();
  await clock.pass(4900);
  assertEquals(kinds(small), ["client-offer"]);
  await clock.pass(200);
  assertEquals(kinds(small), ["client-offer", "client-offer"]);
  await clock.pass(9000);
  assertEquals(small.sent.length, 2);
  await clock.pass(1000);
  assertEquals(small.sent.length, 3);
  const names = small.sent.map(({ body }) => body.connection);
  assertEquals(new Set(names).size, 3);
});

Deno.test("Peer: after the answer a slow connection is left in peace for ten seconds", async () => {
  const { clock, rtcs, small, large, deliver, settle } = pair();
  small.peer.connectIfNeeded();
  await settle();
  await deliver();
  await clock.pass(1000);
  const before = rtcs.open().length;
  await clock.pass(8000);
  assertEquals([small.sent.length, large.asked, rtcs.open().length - before], [0, 0, 0]);
  await clock.pass(1500);
  assertEquals(kinds(small), ["client-offer"]);
});

Deno.test("Peer: a greeting does not disturb a connection that works, a restart replaces it", async () => {
  const { clock, small, connect, settle } = pair();
  await connect();
  const first = small.peer.connection();
  small.peer.connectIfNeeded();
  await clock.pass(10_000);
  assertEquals([small.sent.length, small.peer.connection() === first], [0, true]);
  small.peer.reconnect();
  await settle();
  assertEquals(kinds(small), ["client-offer"]);
  assert(small.peer.connection() === first, "the old connection serves until the new one works");
});

Deno.test("Peer: sound moves to the new connection at once, the picture with its first frame", async () => {
  const { clock, rtcs, small, connect, deliver, settle } = pair();
  await connect();
  const { peer } = small;
  const first = peer.connection();
  peer.reconnect();
  await settle();
  await deliver();
  assert(peer.connection() === first && peer.pictures() === first);
  rtcs.link();
  await turn();
  assert(peer.connection() !== first && peer.pictures() === first);
  assertEquals(first?.rtc.connectionState, "connected");
  const fake = asFake(small);
  if (fake) fake.stats = [{ type: "inbound-rtp", mid: "1", framesDecoded: 1 }];
  await clock.pass(200);
  assert(peer.pictures() === peer.connection());
  assertEquals(first?.rtc.connectionState, "closed");
});

Deno.test("Peer: a new connection without pictures is waited for no longer than three seconds", async () => {
  const { clock, rtcs, small, connect, deliver, settle } = pair();
  await connect();
  const first = small.peer.connection();
  small.peer.reconnect();
  await settle();
  await deliver();
  rtcs.link();
  await turn();
  await clock.pass(2900);
  assertEquals(first?.rtc.connectionState, "connected");
  await clock.pass(200);
  assertEquals(first?.rtc.connectionState, "closed");
  assert(small.peer.pictures() === small.peer.connection());
});

Deno.test("Peer: a short dropout heals by itself, a long one is repaired", async () => {
  const { clock, small, connect } = pair();
  await connect();
  const rtc = small.rtcs.all.find((one) => one === asFake(small));
  rtc?.become("disconnected");
  await clock.pass(3900);
  rtc?.become("connected");
  await clock.pass(1000);
  assertEquals(small.sent.length, 0);
  rtc?.become("disconnected");
  await clock.pass(4100);
  await turn();
  assertEquals(kinds(small), ["client-offer"]);
});

Deno.test("Peer: a leave does not end a connection that works; when that breaks, it is over", async () => {
  const { small, connect } = pair();
  await connect();
  small.peer.setPresence("left");
  assertEquals(small.gone, 0);
  asFake(small)?.become("failed");
  assertEquals(small.gone, 1);
});

Deno.test("Peer: a leave before anything is connected is the end", () => {
  const { small } = pair();
  small.peer.connectIfNeeded();
  small.peer.setPresence("left");
  assertEquals(small.gone, 1);
});

Deno.test("Peer: candidates that overtake their offer are kept for it", async () => {
  const { small, large, deliver, settle } = pair();
  small.peer.connectIfNeeded();
  await settle();
  const pc = small.sent[0]?.body.connection ?? "";
  const early = [{ candidate: "candidate:1", mid: "0" }];
  const body = { connection: pc, candidates: early };
  await large.peer.receive(envelopeOf("a", { kind: "client-candidate", body }));
  await deliver();
  assertEquals(asFake(large)?.candidates.map(({ candidate }) => candidate), ["candidate:1"]);
});

Deno.test("Peer: sixty candidates in several envelopes before their offer are all kept for it", async () => {
  const { small, large, deliver, settle } = pair();
  small.peer.connectIfNeeded();
  await settle();
  const pc = small.sent[0]?.body.connection ?? "";
  const all = Array.from({ length: 60 }, (_, at) => ({ candidate: `candidate:${at}`, mid: "0" }));
  for (const candidates of [all.slice(0, 50), all.slice(50)]) {
    await large.peer.receive(
      envelopeOf("a", { kind: "client-candidate", body: { connection: pc, candidates } }),
    );
  }
  await deliver();
  assertEquals(asFake(large)?.candidates.length, 60);
});

Deno.test("Peer: an offer that comes twice is answered once, one from the wrong side never", async () => {
  const { small, large, settle } = pair();
  small.peer.connectIfNeeded();
  await settle();
  const [offer] = small.sent;
  assert(offer);
  await large.peer.receive(envelopeOf("a", offer));
  await large.peer.receive(envelopeOf("a", offer));
  assertEquals(kinds(large), ["client-answer"]);
  small.sent.length = 0;
  await small.peer.receive(envelopeOf("b", offer));
  assertEquals(small.sent.length, 0);
});

Deno.test("Peer: chat and goodbye arrive over the channel; after close nothing is left open", async () => {
  const { clock, rtcs, small, large, connect } = pair();
  await connect();
  const chat = { type: "chat", key: "A".repeat(22), text: "hello" } as const;
  small.peer.chat.send(chat);
  assert(small.peer.chat.isPending(chat.key));
  await turn();
  await turn();
  assertEquals([large.heard, small.got], [["hello"], [chat.key]]);
  assert(!small.peer.chat.isPending(chat.key));
  small.peer.send({ type: "bye" });
  await turn();
  assertEquals(large.gone, 1);
  for (const { peer, life } of [small, large]) {
    peer.close();
    life.abort();
  }
  await clock.pass(2000);
  assertEquals(rtcs.open().length, 0);
});

Deno.test("Peer: a new connection waits for fresh ICE servers, on either side", async () => {
  const { small, large, clock, settle } = pair();
  let come = () => {};
  for (const one of [small, large]) one.ready = () => new Promise((resolve) => come = resolve);
  small.peer.connectIfNeeded();
  await settle();
  assertEquals(small.sent.length, 0);
  come();
  await settle();
  const [offer] = small.sent;
  assert(offer);
  void large.peer.receive(envelopeOf("a", offer));
  await clock.pass(100);
  assertEquals(large.sent.length, 0);
  come();
  await settle();
  assertEquals(kinds(large), ["client-answer"]);
});

import { assert, assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { asFake, envelopeOf, kinds, pair, streaming } from "../../../fakes/peer_pair.ts";
import { FINGERPRINT } from "../../../fakes/rtc.ts";

Deno.test("Trust: an answer is to the very offer that waits, and the first one counts", async () => {
  const { rtcs, small, large, settle } = pair();
  small.peer.connectIfNeeded();
  await settle();
  const [offer] = small.sent;
  assert(offer);
  await large.peer.receive(envelopeOf("a", offer));
  const [answer] = large.sent.splice(0);
  assert(answer?.kind === "client-answer");
  const rtc = rtcs.all.find(({ localDescription }) => localDescription?.type === "offer");
  const others = [{ offer: "digest of another offer" }, { connection: "another connection" }];
  for (const part of others) {
    await small.peer.receive(envelopeOf("b", { ...answer, body: { ...answer.body, ...part } }));
    assertEquals(rtc?.remoteDescription, null, JSON.stringify(part));
  }
  // Two in the same moment: the first one counts.
  await Promise.all(["b", "c"].map((id) => small.peer.receive(envelopeOf(id, answer))));
  assertEquals(rtc?.remoteDescription?.sdp, answer.body.sdp);
  assertEquals(small.peer.connection()?.partner()?.sessionInfo.sessionId, "session of b");
  await small.peer.receive(envelopeOf("c", answer));
  assertEquals(small.peer.connection()?.partner()?.sessionInfo.sessionId, "session of b");
});

Deno.test("Trust: offers are for any session, answers and what follows for the one that is known", async () => {
  const { small, large, connect, deliver, settle } = pair();
  await connect();
  asFake(small)?.finds("candidate:late");
  asFake(small)?.gathers("complete");
  small.peer.reconnect();
  await settle();
  await deliver();
  assertEquals(small.sessions, ["*", "session of b", "*"]);
  assertEquals(large.sessions, ["session of a", "session of a"]);
});

Deno.test("Trust: who shows another certificate than announced is not let in, and is told of", async () => {
  const { clock, rtcs, small, large, settle, deliver } = pair();
  small.peer.connectIfNeeded();
  large.peer.connectIfNeeded();
  await settle();
  await deliver();
  const fake = asFake(small);
  assert(fake);
  fake.shows = ["E".repeat(43)];
  rtcs.link();
  fake.channel?.hear(JSON.stringify({ type: "chat", key: "A".repeat(22), text: "trust me" }));
  await turn();
  assertEquals([small.impostors, large.impostors], [1, 0]);
  assertEquals([fake.signalingState, small.peer.connection(), small.heard], ["closed", null, []]);
  // The pair goes on trying.
  await clock.pass(10_000);
  assert(kinds(small).includes("client-offer"));
});

Deno.test("Trust: nothing is believed before the certificate was seen, and then in its order", async () => {
  const { clock, rtcs, small, large, settle, deliver } = pair();
  small.peer.connectIfNeeded();
  await settle();
  await deliver();
  const fake = asFake(large);
  assert(fake);
  fake.shows = [];
  rtcs.link();
  const lines = ["one", "two"].map((text, at) => ({ type: "chat", key: `${at}`.repeat(22), text }));
  for (const line of lines) fake.channel?.hear(JSON.stringify(line));
  await turn();
  assertEquals([large.heard, large.peer.isAlive(), fake.channel?.sent], [[], false, []]);
  fake.shows = [FINGERPRINT];
  await clock.pass(20);
  assertEquals([large.heard, large.peer.isAlive()], [["one", "two"], true]);
});

Deno.test("Trust: a browser that cannot tell the certificate is trusted with its own comparison", async () => {
  const { rtcs, small, settle, deliver } = pair();
  small.peer.connectIfNeeded();
  await settle();
  await deliver();
  for (const fake of rtcs.all) fake.shows = null;
  rtcs.link();
  await turn();
  assertEquals([small.peer.isAlive(), small.impostors], [true, 0]);
});

Deno.test("Trust: a session that is over is not let in, and what works stays", async () => {
  const { rtcs, small, connect, settle, deliver } = pair();
  await connect();
  const first = small.peer.connection();
  small.peer.reconnect();
  await settle();
  await deliver();
  small.known = false;
  rtcs.link();
  await turn();
  assert(small.peer.connection() === first && small.peer.pictures() === first);
  assertEquals(first?.state(), "connected");
});

Deno.test("Trust: an offer that nobody asked for disturbs nothing, and is given up after 15 s", async () => {
  const { clock, rtcs, small, large, connect, settle } = pair();
  await connect();
  const first = large.peer.connection();
  const before = rtcs.open().length;
  streaming(clock, large);
  small.peer.reconnect();
  await settle();
  const [offer] = small.sent.splice(0);
  assert(offer);
  // The connection behind it is long gone: nobody connects.
  await large.peer.receive(envelopeOf("a", offer));
  assertEquals(kinds(large), ["client-answer"]);
  const opened = rtcs.last();
  await clock.pass(14_900);
  assertEquals(opened.signalingState, "stable");
  await clock.pass(200);
  assertEquals([opened.signalingState, large.asked], ["closed", 0]);
  assert(large.peer.connection() === first);
  assert(rtcs.open().length >= before);
});

Deno.test("Trust: an envelope renames nobody who is connected", async () => {
  const { small, large, connect, settle } = pair();
  await connect();
  small.peer.reconnect();
  await settle();
  const [offer] = small.sent.splice(0);
  assert(offer?.kind === "client-offer");
  const about = { ...offer.body.about, name: "Eve" };
  await large.peer.receive(envelopeOf("a", { ...offer, body: { ...offer.body, about } }));
  assertEquals(large.peer.about().name, "a");
});

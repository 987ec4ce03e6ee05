import { assert, assertEquals } from "@std/assert";
import type { FakeClock } from "../../../fakes/clock.ts";
import { ABOUT, fakeRoom } from "../../../fakes/members.ts";
import type { FakeRtc } from "../../../fakes/rtc.ts";

Deno.test("Members: a peer is met once, and only when it is named", () => {
  const { members, told } = fakeRoom();
  assertEquals([members.get("b"), members.list().length], [undefined, 0]);
  const peer = members.ensure("b");
  assert(members.ensure("b") === peer && members.get("b") === peer);
  members.ensure("c");
  assertEquals(told(), ["b connecting", "c connecting"]);
});

Deno.test("Members: who comes and goes is announced by name, once each", async () => {
  const { members, toasts, connect } = fakeRoom();
  const rtc = await connect("b");
  rtc.become("disconnected");
  rtc.become("connected");
  assertEquals(toasts, [{ is: "joined", name: "B" }]);
  rtc.channel?.hear('{"type":"bye"}');
  assertEquals(toasts.slice(1), [{ is: "left", name: "B" }]);
  assertEquals([members.list().length, rtc.signalingState], [0, "closed"]);
});

Deno.test("Members: who never connected comes and goes without a word", async () => {
  const { members, toasts, answered, rtcs } = fakeRoom();
  await answered("b");
  members.ensure("b")?.setPresence("left");
  assertEquals([toasts, members.get("b"), rtcs.open().length], [[], undefined, 0]);
});

Deno.test("Members: a name that comes late is announced when it comes", async () => {
  const { toasts, connect } = fakeRoom();
  const rtc = await connect("b", "");
  assertEquals(toasts, []);
  rtc.channel?.hear(JSON.stringify({ type: "about", about: { ...ABOUT, name: "Bob" } }));
  assertEquals(toasts, [{ is: "joined", name: "Bob" }]);
});

Deno.test("Members: chat is told with the sender's name and the own clock", async () => {
  const { chat, clock, connect } = fakeRoom();
  const rtc = await connect("b");
  const key = "K".repeat(22);
  rtc.channel?.hear(JSON.stringify({ type: "chat", key, text: "hi", from: "evil", at: 7 }));
  const line = { key, from: "b", name: "B", mine: false, text: "hi", at: clock.now() };
  assertEquals(chat, [{ ...line, pending: false }]);
});

Deno.test("Members: a pair that does not connect is said to have failed after sixteen seconds", async () => {
  const { clock, count, connect, members, told } = fakeRoom();
  members.ensure("x");
  await clock.pass(15_999);
  assertEquals(told(), ["x connecting"]);
  const before = count.changed;
  await clock.pass(1);
  assertEquals([told(), count.changed > before], [["x failed"], true]);
  await connect("x");
  assertEquals(told(), ["x connected"]);
});

Deno.test("Members: a pair that was connected in time is reconnecting, never failed", async () => {
  const { clock, connect, told } = fakeRoom();
  (await connect("b")).become("disconnected");
  await clock.pass(6000);
  assertEquals(told(), ["b reconnecting"]);
  await clock.pass(60_000);
  assertEquals(told(), ["b reconnecting"]);
});

/** Has `rtc` receive so many packets of sound a second from now on. */
function flowing(clock: FakeClock, rtc: FakeRtc, rates: { received: number; lost: number }) {
  let [packetsReceived, packetsLost] = [0, 0];
  Object.defineProperty(rtc, "stats", {
    get: () => [{ type: "inbound-rtp", mid: "0", packetsReceived, packetsLost }],
  });
  const more = () => {
    packetsReceived += rates.received;
    packetsLost += rates.lost;
    clock.later(1000, more, new AbortController().signal);
  };
  more();
  return rates;
}

Deno.test("Members: losses are looked at all the time, and told when they change the picture", async () => {
  const { clock, count, connect, told } = fakeRoom();
  const rtc = await connect("b");
  const rates = flowing(clock, rtc, { received: 50, lost: 0 });
  await clock.pass(6000);
  assertEquals(told(), ["b connected"]);
  rates.lost = 20;
  const before = count.changed;
  await clock.pass(6500);
  assertEquals([told(), count.changed], [["b poor"], before + 1]);
  rates.lost = 0;
  await clock.pass(6500);
  assertEquals([told(), count.changed], [["b connected"], before + 2]);
});

Deno.test("Members: silence is weak after two seconds, and no connection after nine", async () => {
  const { clock, connect, told } = fakeRoom();
  const rates = flowing(clock, await connect("b"), { received: 50, lost: 0 });
  await clock.pass(5000);
  rates.received = 0;
  await clock.pass(1000);
  assertEquals(told(), ["b connected"]);
  await clock.pass(3000);
  assertEquals(told(), ["b poor"]);
  await clock.pass(7000);
  assertEquals(told(), ["b reconnecting"]);
});

Deno.test("Members: whom the server has lost sight of is away once it is silent too", async () => {
  const { clock, connect, members, told } = fakeRoom();
  const rates = flowing(clock, await connect("b"), { received: 50, lost: 0 });
  members.ensure("b")?.setPresence("away");
  await clock.pass(5000);
  assertEquals(told(), ["b connected"]);
  rates.received = 0;
  await clock.pass(11_000);
  assertEquals(told(), ["b away"]);
});

Deno.test("Members: every two seconds the others are told whom this page hears", async () => {
  const { clock, connect } = fakeRoom();
  const [b, c] = [await connect("b".repeat(22)), await connect("c".repeat(22))];
  for (const { channel } of [b, c]) channel?.become("open");
  await clock.pass(4000);
  const beats = (rtc: FakeRtc) =>
    (rtc.channel?.sent ?? []).map((text) => JSON.parse(text)).filter(({ type }) => type === "beat");
  assertEquals(beats(b).length, 2);
  assertEquals(beats(c).at(-1)?.connected, ["b".repeat(22), "c".repeat(22)]);
});

Deno.test("Members: who is gone from the server but seen by another stays, and is repaired", async () => {
  const { connect, members, told } = fakeRoom();
  const [bob, cem] = ["b".repeat(22), "c".repeat(22)];
  const [b, c] = [await connect(bob), await connect(cem)];
  c.channel?.hear(JSON.stringify({ type: "beat", connected: [bob] }));
  b.become("failed");
  members.ensure(bob)?.setPresence("left");
  assertEquals(told(), [`${bob} reconnecting`, `${cem} connected`]);
  c.channel?.hear(JSON.stringify({ type: "beat", connected: [] }));
  members.ensure(bob)?.setPresence("left");
  assertEquals(told(), [`${cem} connected`]);
});

Deno.test("Members: who left goes as soon as nobody says to see them any more", async () => {
  const { connect, members, told, clock } = fakeRoom();
  const [bob, cem] = ["b".repeat(22), "c".repeat(22)];
  const [b, c] = [await connect(bob), await connect(cem)];
  c.channel?.hear(JSON.stringify({ type: "beat", connected: [bob] }));
  // Their page is closed while the server knows nobody; then it is back, without them.
  b.channel?.become("closed");
  members.ensure(bob)?.setPresence("left");
  await clock.pass(1000);
  assertEquals(told(), [`${bob} reconnecting`, `${cem} connected`]);
  c.channel?.hear(JSON.stringify({ type: "beat", connected: [] }));
  await clock.pass(1000);
  assertEquals(told(), [`${cem} connected`]);
});

Deno.test("Members: a line is delivered when nobody's confirmation is missing any more", async () => {
  const { connect, members, delivered } = fakeRoom();
  const [b, c] = [await connect("b"), await connect("c")];
  const key = "K".repeat(22);
  for (const { peer } of members.list()) peer.chat.send({ type: "chat", key, text: "hi" });
  assert(members.isPending(key));
  b.channel?.hear(JSON.stringify({ type: "chat-received", key }));
  assertEquals(delivered, []);
  c.channel?.hear(JSON.stringify({ type: "chat-received", key }));
  assertEquals([delivered, members.isPending(key)], [[key], false]);
});

Deno.test("Members: a line is delivered when who has not confirmed it leaves", async () => {
  const { connect, members, delivered } = fakeRoom();
  const [b, c] = [await connect("b"), await connect("c")];
  const [both, one] = ["K".repeat(22), "L".repeat(22)];
  for (const key of [both, one]) {
    for (const { peer } of members.list()) peer.chat.send({ type: "chat", key, text: "hi" });
  }
  b.channel?.hear(JSON.stringify({ type: "chat-received", key: one }));
  c.channel?.hear('{"type":"bye"}');
  assertEquals(delivered, [one]);
  b.channel?.hear('{"type":"bye"}');
  assertEquals(delivered, [one, both]);
});

Deno.test("Members: what a member hands over is passed with its sender's id", async () => {
  const { connect, forwarded } = fakeRoom();
  const b = await connect("b");
  const [from, to] = ["b".repeat(22), "c".repeat(22)];
  const sealedMessage = { type: "forward", kind: "client-offer", from, to, sealed: "c2VhbGVk" };
  b.channel?.hear(JSON.stringify(sealedMessage));
  assertEquals(forwarded, [`b ${to}`]);
});

Deno.test("Members: with the stay all connections and timers end", async () => {
  const { clock, rtcs, life, connect, answered, members } = fakeRoom();
  await connect("b");
  await answered("c");
  life.abort();
  await clock.pass(120_000);
  assertEquals([rtcs.open().length, clock.waiting(), members.list().length], [0, 0, 0]);
});

Deno.test("Members: an announcement goes into offers and greetings, and to each member once", async () => {
  const { members, connect, sent } = fakeRoom();
  const hers = { ...ABOUT, name: "Ann" };
  members.announce(hers);
  const rtc = await connect("b");
  const offered = sent.map(({ sealed: { body } }) => "about" in body ? body.about : null);
  assertEquals(offered.filter(Boolean), [hers]);
  rtc.channel?.become("open");
  const told = () =>
    (rtc.channel?.sent ?? []).map((text) => JSON.parse(text)).filter((one) => one.type === "about")
      .map((one) => one.about);
  for (const about of [hers, hers, { ...hers, hand: true }, { ...hers, hand: true }]) {
    members.announce(about);
  }
  assertEquals(told(), [hers, { ...hers, hand: true }]);
});

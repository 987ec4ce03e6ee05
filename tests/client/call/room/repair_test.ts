import { assert, assertEquals } from "@std/assert";
import { NO_SENDING } from "../../../../client/call/media/encodings.ts";
import { turn } from "../../../fakes/clock.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import { ABOUT } from "../../../fakes/members.ts";
import { asFake, kinds, pair, type Side, streaming } from "../../../fakes/peer_pair.ts";

Deno.test("Repair: silence is repaired after five seconds, though the connection says that it works", async () => {
  const { clock, small, connect } = pair();
  await connect();
  const stream = streaming(clock, small);
  await clock.pass(10_000);
  stream.comes = false;
  await clock.pass(4000);
  assertEquals(small.sent.length, 0);
  await clock.pass(2000);
  assertEquals(kinds(small), ["client-offer"]);
  assertEquals(small.urgent.length, 0);
});

Deno.test("Repair: what comes to life again before its successor is kept", async () => {
  const { clock, small, rtcs, connect, settle } = pair();
  await connect();
  const first = small.peer.connection();
  const stream = streaming(clock, small);
  await clock.pass(5000);
  stream.comes = false;
  await clock.pass(8000);
  assertEquals(kinds(small), ["client-offer"]);
  stream.comes = true;
  await clock.pass(2000);
  await settle();
  assert(small.peer.connection() === first);
  await clock.pass(60_000);
  assertEquals(small.sent.length, 1);
  // The one that was prepared for next time does not count.
  assertEquals(rtcs.open().filter(({ localDescription }) => localDescription).length, 3);
});

Deno.test("Repair: a successor that was answered is not dropped: the other side may use it already", async () => {
  const { clock, small, large, rtcs, connect, deliver } = pair();
  await connect();
  const stream = streaming(clock, small);
  await clock.pass(5000);
  stream.comes = false;
  await clock.pass(8000);
  await deliver();
  stream.comes = true;
  await clock.pass(2000);
  assertEquals(rtcs.link(), 1);
  await turn();
  assert(small.peer.connection()?.id === large.peer.connection()?.id);
  assertEquals(asFake(small)?.connectionState, "connected");
});

Deno.test("Repair: the second try goes by every path, and so does what was demanded", async () => {
  const { clock, small, connect, settle } = pair();
  await connect();
  asFake(small)?.become("failed");
  await settle();
  assertEquals([small.sent.length, small.urgent.length], [1, 0]);
  await clock.pass(5000);
  await settle();
  assertEquals([small.sent.length, small.urgent.length], [2, 1]);
  const other = pair();
  await other.connect();
  other.small.peer.reconnect();
  await other.settle();
  assertEquals([other.small.sent.length, other.small.urgent.length], [1, 1]);
});

Deno.test("Repair: who is away is not called; once back, and still silent, at once", async () => {
  const { clock, small, connect } = pair();
  await connect();
  const stream = streaming(clock, small);
  await clock.pass(5000);
  small.peer.setPresence("away");
  stream.comes = false;
  await clock.pass(30_000);
  assertEquals([small.sent.length, small.peer.presence() === "away"], [0, true]);
  small.peer.connectIfNeeded();
  assertEquals(small.peer.presence() === "away", false);
  await clock.pass(1400);
  assertEquals(small.sent.length, 0);
  await clock.pass(200);
  await turn();
  assertEquals(kinds(small), ["client-offer"]);
});

Deno.test("Repair: who only asks does so once, and again when nothing comes of it", async () => {
  const { clock, large, connect } = pair();
  await connect();
  const stream = streaming(clock, large);
  await clock.pass(5000);
  stream.comes = false;
  await clock.pass(9000);
  assertEquals(large.asked, 1);
  await clock.pass(5000);
  assertEquals(large.asked, 2);
});

Deno.test("Repair: a woken page repairs what is silent after a moment, and nothing else", async () => {
  const { clock, small, connect } = pair();
  await connect();
  const stream = streaming(clock, small);
  await clock.pass(5000);
  small.peer.health.probeNow();
  await clock.pass(3000);
  assertEquals(small.sent.length, 0);
  stream.comes = false;
  await clock.pass(1000);
  small.peer.health.probeNow();
  await clock.pass(2000);
  assertEquals(kinds(small), ["client-offer"]);
});

Deno.test("Repair: one that left the server stays while somebody sees it", () => {
  const { small } = pair();
  small.peer.connectIfNeeded();
  small.seen = true;
  small.peer.setPresence("left");
  assertEquals(small.gone, 0);
  small.seen = false;
  small.peer.setPresence("left");
  assertEquals(small.gone, 1);
});

/** Has a side send a camera and a screen; gives which way they were set, in turn: true is going. */
async function pictures(one: Side) {
  const tracks = { mic: null, camera: fakeTrack("video"), screen: fakeTrack("video") };
  one.peer.applySending({ ...NO_SENDING, tracks, about: { ...ABOUT, name: "Ann" } });
  await turn();
  const set: (boolean | undefined)[] = [];
  for (const { mid, sender } of asFake(one)?.transceivers ?? []) {
    const original = sender.setParameters.bind(sender);
    sender.setParameters = (parameters) => {
      if (mid !== "0") set.push(parameters.encodings[0]?.active);
      return original(parameters);
    };
  }
  return set;
}

Deno.test("Repair: a connection that ICE doubts is kept while media come in, and replaced when they end", async () => {
  const { clock, small, connect } = pair();
  await connect();
  const stream = streaming(clock, small);
  await clock.pass(3000);
  asFake(small)?.become("disconnected");
  await clock.pass(30_000);
  assertEquals(small.sent.length, 0);
  stream.comes = false;
  await clock.pass(7000);
  assertEquals(kinds(small), ["client-offer"]);
});

Deno.test("Repair: a frozen picture is asked for anew, ever less often, and begins with a key frame", async () => {
  const { clock, small, large, connect } = pair();
  await connect();
  const first = small.peer.connection();
  const set = await pictures(large);
  const stream = streaming(clock, small);
  stream.picture = true;
  await clock.pass(5000);
  stream.decodes = false;
  await clock.pass(1000);
  assertEquals(set, []);
  await clock.pass(1000);
  await turn();
  assertEquals(set, [false, true, false, true], "camera, then screen");
  await clock.pass(1000);
  assertEquals(set.length, 4);
  await clock.pass(2000);
  assertEquals(set.length, 8);
  await clock.pass(2000);
  assertEquals(set.length, 8);
  stream.decodes = true;
  await clock.pass(1000);
  stream.decodes = false;
  await clock.pass(2000);
  await turn();
  assertEquals(set.length, 12, "it moved meanwhile: asked soon again");
  assert(small.peer.connection() === first);
});

Deno.test("Repair: after a silence the own pictures begin anew, unasked", async () => {
  const { clock, small, connect } = pair();
  await connect();
  const first = small.peer.connection();
  const set = await pictures(small);
  const stream = streaming(clock, small);
  await clock.pass(5000);
  stream.comes = false;
  await clock.pass(3000);
  assertEquals(set, []);
  stream.comes = true;
  await clock.pass(1000);
  await turn();
  assertEquals(set, [false, true, false, true], "camera, then screen");
  await clock.pass(5000);
  assertEquals(set.length, 4);
  assert(small.peer.connection() === first);
});

Deno.test("Repair: who asks for key frames all the time gets one in a second and a half", async () => {
  const { clock, small, large, connect } = pair();
  await connect();
  const set = await pictures(large);
  for (let at = 0; at < 30; at++) small.peer.send({ type: "key-frame" });
  await turn();
  assertEquals(set.length, 4);
  await clock.pass(1499);
  small.peer.send({ type: "key-frame" });
  await turn();
  assertEquals(set.length, 4);
  await clock.pass(1);
  small.peer.send({ type: "key-frame" });
  await turn();
  assertEquals(set.length, 8);
});

Deno.test("Repair: a browser that refuses goes on sending what it sent", async () => {
  const { small, large, connect } = pair();
  await connect();
  for (const { sender } of asFake(large)?.transceivers ?? []) sender.refuses = true;
  small.peer.send({ type: "key-frame" });
  await turn();
  const senders = asFake(large)?.transceivers.map(({ sender }) => sender.parameters.encodings[0]);
  assertEquals(senders?.some((encoding) => encoding?.active === false), false);
});

import "../../../fakes/platform.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Connection, openConnection } from "../../../../client/call/connection/connection.ts";
import { limitsFor } from "../../../../client/call/media/encodings.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import { PARTNER } from "../../../fakes/peer_pair.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

const LIMITS = limitsFor(1, "full");
const NONE = { mic: null, camera: null, screen: null };

function open(pc?: string) {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const connection = openConnection({
    ...rtcs,
    rtc: rtcs.create({}),
    later: clock.later,
    ...(pc ? { id: pc } : {}),
  });
  const told: string[] = [];
  const found: string[][] = [];
  connection.listen({
    state: () => told.push("state"),
    candidates: (list) => found.push(list.map(({ candidate, mid }) => `${mid} ${candidate}`)),
    channel: (is) => told.push(is ? "open" : "closed"),
    message: (text) => told.push(text),
    impostor: () => told.push("impostor"),
  });
  const rtc = rtcs.last();
  assert(rtc.channel);
  return { clock, rtc, channel: rtc.channel, connection, told, found };
}

/** Waits for an offer as long as one waits for its first candidate. */
async function offer({ connection, clock }: { connection: Connection } & ReturnType<typeof open>) {
  const offered = connection.offer();
  await turn();
  await clock.pass(50);
  return await offered;
}

Deno.test("Connection: its channel is agreed on before", () => {
  const { channel } = open();
  assertEquals(channel.init, { negotiated: true, id: 0 });
});

Deno.test("Connection: the offerer names the connection, the answerer takes the name over", () => {
  const { connection } = open();
  assert(/^[A-Za-z0-9_-]{22}$/.test(connection.id));
  assert(open().connection.id !== connection.id);
  assertEquals(open("P".repeat(22)).connection.id, "P".repeat(22));
});

Deno.test("Connection: the offer is made once, however often it is prepared", async () => {
  const one = open();
  let made = 0;
  const make = one.rtc.setLocalDescription.bind(one.rtc);
  one.rtc.setLocalDescription = (description) => (made++, make(description));
  await Promise.all([one.connection.prepare(), one.connection.prepare()]);
  assertEquals(await offer(one), "offer pc0 audio video video");
  assertEquals(made, 1);
});

Deno.test("Connection: Chromium's descriptions say that sound may be in stereo, others say what they say", async () => {
  const fmtp = (more: string) => `a=fmtp:111 ${more}useinbandfec=1`;
  for (
    const [made, said] of [
      [fmtp("minptime=10;"), fmtp("minptime=10;stereo=1;")],
      [fmtp("maxplaybackrate=48000;stereo=1;"), fmtp("maxplaybackrate=48000;stereo=1;")],
    ] as const
  ) {
    const offering = open();
    offering.rtc.createOffer = () => Promise.resolve({ type: "offer", sdp: made });
    assertEquals(await offer(offering), said);
    const answering = open("P".repeat(22));
    answering.rtc.createAnswer = () => Promise.resolve({ type: "answer", sdp: made });
    const asked = "offer pc0 audio video video";
    assertEquals(await answering.connection.answer(asked), said);
  }
});

Deno.test("Connection: an offer waits for its first candidate, and no longer than 50 ms", async () => {
  const { connection, clock, rtc } = open();
  const done: string[] = [];
  connection.offer().then(() => done.push("timer"));
  await turn();
  await clock.pass(49);
  assertEquals(done, []);
  await clock.pass(1);
  assertEquals(done, ["timer"]);
  const quick = open();
  quick.connection.offer().then(() => done.push("candidate"));
  await turn();
  quick.rtc.finds("candidate:1");
  await turn();
  assertEquals(done, ["timer", "candidate"]);
  Object.assign(rtc, { localDescription: { type: "offer", sdp: "v=0\r\na=candidate:1 1 udp" } });
  connection.offer().then(() => done.push("has one"));
  await turn();
  assertEquals(done.at(-1), "has one");
});

Deno.test("Connection: candidates of the offer travel in it, the first after it at once, later ones in batches", async () => {
  const one = open();
  const { rtc, clock, found } = one;
  await one.connection.prepare();
  rtc.finds("in the offer");
  await offer(one);
  await clock.pass(1000);
  assertEquals(found, []);
  rtc.finds("c0");
  assertEquals(found, [["0 c0"]]);
  rtc.finds("c1");
  rtc.finds("c2", null);
  rtc.finds(null);
  rtc.finds("");
  await clock.pass(49);
  assertEquals(found.length, 1);
  await clock.pass(1);
  assertEquals(found.slice(1), [["0 c1", "0 c2"]]);
  rtc.finds("c3", "1");
  await clock.pass(50);
  await clock.pass(1000);
  assertEquals(found.slice(2), [["1 c3"]]);
});

Deno.test("Connection: the last candidates do not wait once there are no more to come", async () => {
  const one = open();
  await offer(one);
  one.rtc.finds("c0");
  one.rtc.finds("c1");
  one.rtc.gathers("gathering");
  assertEquals(one.found, [["0 c0"]]);
  one.rtc.gathers("complete");
  assertEquals(one.found, [["0 c0"], ["0 c1"]]);
  await one.clock.pass(1000);
  assertEquals(one.found.length, 2);
});

Deno.test("Connection: the answerer adopts the offer, then sends what it was told to send before", async () => {
  const { connection, rtc } = open("P".repeat(22));
  const mic = fakeTrack("audio");
  connection.applySending({ tracks: { ...NONE, mic }, limits: LIMITS });
  assertEquals(connection.slots(), null);
  assertEquals(await connection.answer("offer them audio video video"), "answer pc0 them");
  assertEquals(rtc.transceivers.map(({ sender }) => sender.track), [mic, null, null]);
  assert(connection.slots());
});

Deno.test("Connection: an answer leaves while the browser still sets it, and its candidates follow", async () => {
  const { connection, rtc, clock, found } = open("P".repeat(22));
  const set = Promise.withResolvers<void>();
  const now = rtc.setLocalDescription.bind(rtc);
  rtc.setLocalDescription = (given) => set.promise.then(() => now(given));
  await connection.add([{ candidate: "c1", mid: "0" }]);
  assertEquals(await connection.answer("offer them audio video video"), "answer pc0 them");
  assertEquals(rtc.localDescription, null);
  rtc.finds("c0");
  set.resolve();
  await turn().then(() => clock.pass(500));
  assertEquals([rtc.candidates.length, rtc.localDescription?.sdp], [1, "answer pc0 them"]);
  assertEquals(found, [["0 c0"]]);
});

Deno.test("Connection: the answer that was handed out is set, in mono where stereo is refused", async () => {
  const { connection, rtc } = open("P".repeat(22));
  rtc.createAnswer = () =>
    Promise.resolve({ type: "answer", sdp: `minptime=10 ${crypto.randomUUID()}` });
  const now = rtc.setLocalDescription.bind(rtc);
  const refused = Promise.reject(new Error("refused"));
  rtc.setLocalDescription = (given) => given?.sdp?.includes("stereo") ? refused : now(given);
  const handedOut = await connection.answer("offer them audio video video");
  await turn();
  assertEquals(rtc.localDescription?.sdp, handedOut.replace(";stereo=1", ""));
});

Deno.test("Connection: an offer that is none, or is laid out wrongly, is refused", async () => {
  for (const sdp of ["offer them audio", "offer them video video audio"]) {
    await assertRejects(() => open("P".repeat(22)).connection.answer(sdp));
  }
  const closed = open("P".repeat(22));
  closed.connection.close();
  await assertRejects(() => closed.connection.answer("offer them audio video video"));
});

Deno.test("Connection: candidates wait for the description, and one bad one spoils none", async () => {
  const list = ["c1", "bad", "c2"].map((candidate) => ({ candidate, mid: "0" }));
  const answering = open("P".repeat(22));
  await answering.connection.add(list);
  await answering.connection.answer("offer them audio video video");
  const offering = open();
  await offer(offering);
  await offering.connection.add(list);
  assertEquals(offering.rtc.candidates, []);
  await offering.connection.accept("answer them pc0");
  for (const { rtc } of [answering, offering]) {
    assertEquals(rtc.candidates.map(({ candidate }) => candidate), ["c1", "c2"]);
  }
  await offering.connection.add([{ candidate: "c3", mid: "1" }]);
  assertEquals(offering.rtc.candidates.at(-1), { candidate: "c3", sdpMid: "1" });
  assertEquals(offering.rtc.candidates.length, 3);
});

Deno.test("Connection: tracks are replaced only where they changed, and a refusal harms nobody", () => {
  const { connection, rtc } = open();
  const [mic, camera] = [fakeTrack("audio"), fakeTrack("video")];
  const replaced: number[] = [];
  rtc.transceivers.forEach(({ sender }, at) => {
    const replace = sender.replaceTrack.bind(sender);
    sender.replaceTrack = (track) => (replaced.push(at), replace(track));
  });
  connection.applySending({ tracks: { ...NONE, mic }, limits: LIMITS });
  connection.applySending({ tracks: { ...NONE, mic, camera }, limits: LIMITS });
  connection.applySending({ tracks: { ...NONE, camera }, limits: LIMITS });
  assertEquals(replaced, [0, 1, 0]);
  for (const { sender } of rtc.transceivers) sender.refuses = true;
  connection.applySending({ tracks: NONE, limits: LIMITS });
  connection.close();
  connection.applySending({ tracks: { ...NONE, mic }, limits: LIMITS });
  assertEquals(replaced, [0, 1, 0, 1]);
});

Deno.test("Connection: talk needs an open channel, and a partner who is proven", async () => {
  const { connection, channel, rtc, told } = open();
  assertEquals(connection.send("early"), false);
  connection.expect(PARTNER);
  channel.become("open");
  assertEquals(connection.send("hello"), true);
  channel.full = true;
  assertEquals(connection.send("too much"), false);
  assertEquals(channel.sent, ["hello"]);
  channel.hear("answer");
  channel.hear(new ArrayBuffer(1));
  assertEquals(told, []);
  rtc.become("connected");
  assertEquals(connection.state(), "connecting");
  await turn();
  assertEquals([connection.state(), told], ["connected", ["state", "open", "answer"]]);
  channel.become("closed");
  assertEquals(connection.send("late"), false);
  assertEquals(told.slice(3), ["closed"]);
});

Deno.test("Connection: what is said before the proof is kept up to a hundred lines", async () => {
  const { connection, channel, rtc, told } = open();
  connection.expect(PARTNER);
  for (let at = 0; at < 150; at++) channel.hear(`${at}`);
  rtc.become("connected");
  await turn();
  assertEquals([told.length, told.at(-1)], [101, "99"]);
});

Deno.test("Connection: sixty candidates at once are told by fifties", async () => {
  const one = open();
  await offer(one);
  const all = Array.from({ length: 60 }, (_, at) => `candidate:${at}`);
  for (const candidate of all) one.rtc.finds(candidate);
  one.rtc.gathers("complete");
  assertEquals(one.found.map((list) => list.length), [1, 50, 9]);
  assertEquals(one.found.flat(), all.map((candidate) => `0 ${candidate}`));
});

Deno.test("Connection: a closed connection tells nothing more and lets its timers go", async () => {
  const one = open();
  await offer(one);
  one.connection.expect(PARTNER);
  one.rtc.become("connected");
  await turn();
  assertEquals(one.told, ["state"]);
  one.rtc.finds("c1");
  one.rtc.finds("c2");
  one.connection.close();
  assertEquals([one.rtc.signalingState, one.clock.waiting()], ["closed", 0]);
  one.rtc.become("failed");
  one.rtc.gathers("complete");
  one.channel.become("open");
  one.channel.hear("ghost");
  await one.clock.pass(1000);
  assertEquals([one.told, one.found], [["state"], [["0 c1"]]]);
});

Deno.test("Connection: whoever waits for a browser's answer is let go when the connection is closed", async () => {
  const [offerer, answerer, added] = [open(), open("P".repeat(22)), open("P".repeat(22))];
  await offer({ ...offerer });
  await added.connection.answer("offer x audio video video");
  for (const { rtc } of [offerer, answerer, added]) rtc.mute = true;
  const candidates = [{ candidate: "candidate:1", mid: "0" }];
  const waiting = [
    assertRejects(() => offerer.connection.accept("answer x")),
    assertRejects(() => answerer.connection.answer("offer x audio video video")),
    added.connection.add(candidates),
  ];
  await turn();
  for (const { connection } of [offerer, answerer, added]) connection.close();
  await Promise.all(waiting);
});

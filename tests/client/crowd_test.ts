import "../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { openConnection } from "../../client/call/connection.ts";
import { gather } from "../../client/call/crowd.ts";
import type { Sealed } from "../../client/call/peer.ts";
import { keepSpare } from "../../client/call/spare.ts";
import type { ChatLine, Remark } from "../../client/call/state.ts";
import { fakeClock, turn } from "../fakes/clock.ts";
import { Ether, type FakeRtc } from "../fakes/rtc.ts";

const ABOUT = { name: "Me", mic: true, camera: true, screen: false, hand: false };

/** The crowd around "a", who offers to everybody. */
function crowd() {
  const clock = fakeClock();
  const ether = new Ether();
  const life = new AbortController();
  const sent: { to: string; sealed: Sealed }[] = [];
  const chat: ChatLine[] = [];
  const remarks: Remark[] = [];
  const count = { changed: 0 };
  const open = (pc?: string) =>
    openConnection({ create: ether.create, config: {}, later: clock.later, ...(pc ? { pc } : {}) });
  const around = gather({
    me: "a",
    later: clock.later,
    now: clock.now,
    tracks: () => ({ mic: null, camera: null, screen: null }),
    about: () => ABOUT,
    changed: () => count.changed++,
    chat: (line) => chat.push(line),
    remark: (remark) => remarks.push(remark),
    signal: life.signal,
    spare: keepSpare({ open, later: clock.later, signal: life.signal }),
    open,
    send: (to, sealed) => sent.push({ to, sealed }),
    ask: () => {},
  });

  /** Offers to `id`, and hears its answer. */
  async function answered(id: string, name = id.toUpperCase()): Promise<FakeRtc> {
    around.of(id).restart();
    const rtc = ether.last();
    await turn();
    await clock.pass(50);
    const pc = sent.filter(({ to }) => to === id).at(-1)?.sealed.body.pc ?? "";
    const body = { pc, sdp: `answer ${id}`, about: { ...ABOUT, name } };
    await around.of(id).hear({ kind: "client-answer", body });
    return rtc;
  }

  async function connect(id: string, name?: string): Promise<FakeRtc> {
    const rtc = await answered(id, name);
    rtc.become("connected");
    await turn();
    return rtc;
  }
  const told = () => around.participants().map(({ id, connection }) => `${id} ${connection}`);
  return { clock, ether, life, chat, remarks, count, around, answered, connect, told };
}

const bitrate = ({ transceivers }: FakeRtc) =>
  transceivers[1]?.sender.parameters.encodings[0]?.maxBitrate;

Deno.test("a peer is met once, and only when it is named", () => {
  const { around, told } = crowd();
  assertEquals([around.known("b"), around.all().length], [undefined, 0]);
  const peer = around.of("b");
  assert(around.of("b") === peer && around.known("b") === peer);
  around.of("c");
  assertEquals(told(), ["b connecting", "c connecting"]);
});

Deno.test("who comes and goes is announced by name, once each", async () => {
  const { around, remarks, connect } = crowd();
  const rtc = await connect("b");
  rtc.become("disconnected");
  rtc.become("connected");
  assertEquals(remarks, [{ is: "joined", name: "B" }]);
  rtc.channel?.hear('{"type":"bye"}');
  assertEquals(remarks.slice(1), [{ is: "left", name: "B" }]);
  assertEquals([around.all().length, rtc.signalingState], [0, "closed"]);
});

Deno.test("who never connected comes and goes without a word", async () => {
  const { around, remarks, answered, ether } = crowd();
  await answered("b");
  around.of("b").present(false);
  assertEquals([remarks, around.known("b"), ether.open().length], [[], undefined, 0]);
});

Deno.test("a name that comes late is announced when it comes", async () => {
  const { remarks, connect } = crowd();
  const rtc = await connect("b", "");
  assertEquals(remarks, []);
  rtc.channel?.hear(JSON.stringify({ type: "about", about: { ...ABOUT, name: "Bob" } }));
  assertEquals(remarks, [{ is: "joined", name: "Bob" }]);
});

Deno.test("chat is told with the sender's name and the own clock", async () => {
  const { chat, clock, connect } = crowd();
  const rtc = await connect("b");
  const key = "K".repeat(22);
  rtc.channel?.hear(JSON.stringify({ type: "chat", key, text: "hi", from: "evil", at: 7 }));
  assertEquals(chat, [{ key, from: "b", name: "B", mine: false, text: "hi", at: clock.now() }]);
});

Deno.test("a pair that does not connect is said to have failed after twenty seconds", async () => {
  const { clock, count, connect, around, told } = crowd();
  around.of("x");
  await clock.pass(19_999);
  assertEquals(told(), ["x connecting"]);
  const before = count.changed;
  await clock.pass(1);
  assertEquals([told(), count.changed > before], [["x failed"], true]);
  await connect("x");
  assertEquals(told(), ["x connected"]);
});

Deno.test("a pair that was connected in time is reconnecting, never failed", async () => {
  const { clock, connect, told } = crowd();
  (await connect("b")).become("disconnected");
  await clock.pass(1000);
  assertEquals(told(), ["b reconnecting"]);
  await clock.pass(60_000);
  assertEquals(told(), ["b reconnecting"]);
});

Deno.test("the first picture may grow soon after; among many it is limited at once", async () => {
  const { clock, connect, around } = crowd();
  const b = await connect("b");
  assertEquals(bitrate(b), undefined);
  await clock.pass(1499);
  assertEquals(bitrate(b), undefined);
  await clock.pass(1);
  assertEquals(bitrate(b), 2_000_000);
  const c = await connect("c");
  await clock.pass(1500);
  assertEquals([bitrate(b), bitrate(c)], [1_100_000, 1_100_000]);
  const d = await connect("d");
  assertEquals([bitrate(b), bitrate(c), bitrate(d)], [700_000, 700_000, 700_000]);
  d.channel?.hear('{"type":"bye"}');
  await turn();
  assertEquals([bitrate(b), bitrate(c), around.all().length], [1_100_000, 1_100_000, 2]);
});

Deno.test("a replaced connection gets its budget too, and one that is not up gets none", async () => {
  const { clock, connect, answered, around } = crowd();
  await connect("b");
  const again = await connect("b");
  await clock.pass(1500);
  assertEquals(bitrate(again), 2_000_000);
  const waiting = await answered("c");
  around.rebudget();
  await turn();
  assertEquals([bitrate(again), bitrate(waiting)], [1_100_000, undefined]);
});

Deno.test("losses are looked at every three seconds, and told when they change the picture", async () => {
  const { clock, count, connect, told } = crowd();
  const rtc = await connect("b");
  const arrive = (packetsReceived: number, packetsLost: number) =>
    rtc.stats = [{ type: "inbound-rtp", packetsReceived, packetsLost }];
  arrive(100, 0);
  await clock.pass(6000);
  arrive(200, 50);
  assertEquals(told(), ["b connected"]);
  const before = count.changed;
  await clock.pass(3000);
  assertEquals([told(), count.changed], [["b poor"], before + 1]);
  arrive(300, 100);
  await clock.pass(3000);
  assertEquals([told(), count.changed], [["b poor"], before + 1]);
  arrive(400, 100);
  await clock.pass(3000);
  assertEquals([told(), count.changed], [["b connected"], before + 2]);
});

Deno.test("with the stay all connections and timers end", async () => {
  const { clock, ether, life, connect, answered, around } = crowd();
  await connect("b");
  await answered("c");
  life.abort();
  await clock.pass(120_000);
  assertEquals([ether.open().length, clock.waiting(), around.all().length], [0, 0, 0]);
});

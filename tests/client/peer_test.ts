import "../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { openConnection } from "../../client/call/connection.ts";
import type { Talk } from "../../client/call/payload.ts";
import { openPeer, type Peer, type Sealed } from "../../client/call/peer.ts";
import { keepSpare } from "../../client/call/spare.ts";
import { type FakeClock, fakeClock, turn } from "../fakes/clock.ts";
import { Ether } from "../fakes/rtc.ts";

const ABOUT = { name: "Ann", mic: true, camera: true, screen: false, hand: false };

/** One side of a pair, and what it has sent and asked for. */
interface Side {
  /** Ends the stay that the peer is part of. */
  readonly life: AbortController;
  readonly peer: Peer;
  readonly ether: Ether;
  readonly sent: Sealed[];
  readonly heard: Talk[];
  asked: number;
  gone: number;
}

function side(me: string, id: string, clock: FakeClock, ether: Ether): Side {
  const open = (pc?: string) =>
    openConnection({ create: ether.create, config: {}, later: clock.later, ...(pc ? { pc } : {}) });
  const life = new AbortController();
  const sent: Sealed[] = [];
  const heard: Talk[] = [];
  const peer = openPeer({
    me,
    id,
    later: clock.later,
    spare: keepSpare({ open, later: clock.later, signal: life.signal }),
    open,
    tracks: () => ({ mic: null, camera: null, screen: null }),
    about: () => ({ ...ABOUT, name: me }),
    send: (_to, sealed) => sent.push(sealed),
    ask: () => result.asked++,
    changed: () => {},
    talk: (talk) => heard.push(talk),
    gone: () => result.gone++,
  });
  const result: Side = { life, peer, ether, sent, heard, asked: 0, gone: 0 };
  return result;
}

/** Two pages that hear of each other; `deliver` carries what was sent since. */
function pair() {
  const clock = fakeClock();
  const ether = new Ether();
  const [small, large] = [side("a", "b", clock, ether), side("b", "a", clock, ether)];
  async function deliver(): Promise<void> {
    for (let calm = false; !calm;) {
      const [there, back] = [small.sent.splice(0), large.sent.splice(0)];
      calm = there.length + back.length === 0;
      for (const sealed of there) await large.peer.hear(sealed);
      for (const sealed of back) await small.peer.hear(sealed);
      await settle();
    }
  }
  /** An offer waits a moment for its first candidate. */
  async function settle(): Promise<void> {
    await turn();
    await clock.pass(50);
    await turn();
  }
  async function connect(): Promise<void> {
    small.peer.greet();
    large.peer.greet();
    await settle();
    await deliver();
    assertEquals(ether.link(), 1);
    await turn();
  }
  return { clock, ether, small, large, settle, deliver, connect };
}

const kinds = (one: Side) => one.sent.map(({ kind }) => kind);

Deno.test("the smaller id offers, the larger waits, and each learns the other's name", async () => {
  const { small, large, connect } = pair();
  await connect();
  assertEquals([small.peer.about().name, large.peer.about().name], ["b", "a"]);
  assertEquals([small.asked, large.asked], [0, 0]);
});

Deno.test("who waits for an offer in vain asks for it", async () => {
  const { clock, large } = pair();
  large.peer.greet();
  await clock.pass(4999);
  assertEquals(large.asked, 0);
  await clock.pass(1);
  assertEquals(large.asked, 1);
});

Deno.test("an offer without an answer is made anew, and each try is given more time", async () => {
  const { clock, small } = pair();
  small.peer.greet();
  await clock.pass(4900);
  assertEquals(kinds(small), ["client-offer"]);
  await clock.pass(200);
  assertEquals(kinds(small), ["client-offer", "client-offer"]);
  await clock.pass(9000);
  assertEquals(small.sent.length, 2);
  await clock.pass(1000);
  assertEquals(small.sent.length, 3);
  const names = small.sent.map(({ body }) => body.pc);
  assertEquals(new Set(names).size, 3);
});

Deno.test("after the answer a slow connection is left in peace for ten seconds", async () => {
  const { clock, ether, small, large, deliver, settle } = pair();
  small.peer.greet();
  await settle();
  await deliver();
  await clock.pass(1000);
  const before = ether.open().length;
  await clock.pass(8000);
  assertEquals([small.sent.length, large.asked, ether.open().length - before], [0, 0, 0]);
  await clock.pass(1500);
  assertEquals(kinds(small), ["client-offer"]);
});

Deno.test("a greeting does not disturb a connection that works, a restart replaces it", async () => {
  const { clock, small, connect, settle } = pair();
  await connect();
  const first = small.peer.connection();
  small.peer.greet();
  await clock.pass(10_000);
  assertEquals([small.sent.length, small.peer.connection() === first], [0, true]);
  small.peer.restart();
  await settle();
  assertEquals(kinds(small), ["client-offer"]);
  assert(small.peer.connection() === first, "the old connection serves until the new one works");
});

Deno.test("the old connection is closed only when the new one is connected", async () => {
  const { ether, small, connect, deliver, settle } = pair();
  await connect();
  const first = small.peer.connection();
  small.peer.restart();
  await settle();
  await deliver();
  assertEquals(first?.rtc.connectionState, "connected");
  ether.link();
  await turn();
  assertEquals(first?.rtc.connectionState, "closed");
  assert(small.peer.connection() !== first);
});

Deno.test("a short dropout heals by itself, a long one is repaired", async () => {
  const { clock, small, connect } = pair();
  await connect();
  const rtc = small.ether.all.find((one) => one === asFake(small));
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

Deno.test("a leave does not end a connection that works; when that breaks, it is over", async () => {
  const { small, connect } = pair();
  await connect();
  small.peer.present(false);
  assertEquals(small.gone, 0);
  asFake(small)?.become("failed");
  assertEquals(small.gone, 1);
});

Deno.test("a leave before anything is connected is the end", () => {
  const { small } = pair();
  small.peer.greet();
  small.peer.present(false);
  assertEquals(small.gone, 1);
});

Deno.test("candidates that overtake their offer are kept for it", async () => {
  const { small, large, deliver, settle } = pair();
  small.peer.greet();
  await settle();
  const pc = small.sent[0]?.body.pc ?? "";
  const early = [{ candidate: "candidate:1", mid: "0" }];
  await large.peer.hear({ kind: "client-candidate", body: { pc, candidates: early } });
  await deliver();
  assertEquals(asFake(large)?.candidates.map(({ candidate }) => candidate), ["candidate:1"]);
});

Deno.test("an offer that comes twice is answered once, one from the wrong side never", async () => {
  const { small, large, settle } = pair();
  small.peer.greet();
  await settle();
  const [offer] = small.sent;
  assert(offer);
  await large.peer.hear(offer);
  await large.peer.hear(offer);
  assertEquals(kinds(large), ["client-answer"]);
  small.sent.length = 0;
  await small.peer.hear(offer);
  assertEquals(small.sent.length, 0);
});

Deno.test("chat and goodbye arrive over the channel; after close nothing is left open", async () => {
  const { clock, ether, small, large, connect } = pair();
  await connect();
  const chat = { type: "chat", key: "A".repeat(22), text: "hello" } as const;
  assert(small.peer.say(chat));
  await turn();
  assertEquals(large.heard, [chat]);
  small.peer.say({ type: "bye" });
  await turn();
  assertEquals(large.gone, 1);
  for (const { peer, life } of [small, large]) {
    peer.close();
    life.abort();
  }
  await clock.pass(2000);
  assertEquals(ether.open().length, 0);
});

/** The fake under the connection that a side shows. */
function asFake({ peer, ether }: Side) {
  const rtc: unknown = peer.connection()?.rtc;
  return ether.all.find((one) => one === rtc);
}

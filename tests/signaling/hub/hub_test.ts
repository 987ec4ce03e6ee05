import { assertEquals } from "@std/assert";
import { CLOSE, type Ice } from "../../../protocol/mod.ts";
import { turn } from "../../fakes/clock.ts";
import { id, openFakeHub } from "../../fakes/server_socket.ts";

const [R, S] = [id("R"), id("S")];
const [a, b, c] = [id("a"), id("b"), id("c")];
const sealed = "c2VhbGVk";

Deno.test("Hub: two members find each other and talk", () => {
  const { hub, enter } = openFakeHub();
  const first = enter(R, a);
  const second = enter(R, b);
  assertEquals(second.take(), [
    { type: "welcome", version: 1, id: b, members: [a], iceServers: [], beat: 5 },
  ]);
  assertEquals(first.take().slice(1), [{ type: "client-call", from: b }]);
  first.hear({ type: "client-offer", to: b, sealed, from: c });
  assertEquals(second.take(), [{ type: "client-offer", from: a, sealed }]);
  second.hear({ type: "client-answer", to: a, sealed });
  second.hear({ type: "client-candidate", to: a, sealed });
  assertEquals(first.take(), [
    { type: "client-answer", from: b, sealed },
    { type: "client-candidate", from: b, sealed },
  ]);
  assertEquals([hub.sockets, hub.rooms], [2, 1]);
});

Deno.test("Hub: nothing crosses from room to room, not even for the same member", () => {
  const { enter } = openFakeHub();
  const inR = enter(R, a);
  const inS = enter(S, a);
  const other = enter(S, b);
  for (const socket of [inR, inS, other]) socket.take();
  inR.hear({ type: "client-call" });
  inR.hear({ type: "client-offer", to: b, sealed });
  assertEquals(inR.take(), [{ type: "refused", code: "no_such_peer", to: b }]);
  assertEquals([inS.take(), other.take()], [[], []]);
});

Deno.test("Hub: the newest socket of a member replaces the older, and nobody sees a leave", () => {
  const { hub, enter } = openFakeHub();
  const other = enter(R, b);
  const older = enter(R, a);
  other.take();
  const newer = enter(R, a);
  assertEquals(older.take().at(-1), { type: "refused", code: "replaced" });
  assertEquals(older.closedWith, CLOSE.replaced);
  assertEquals(newer.take()[0]?.type, "welcome");
  assertEquals(other.take(), [{ type: "client-call", from: a }]);
  // The older socket's late end changes nothing, and it speaks for nobody.
  older.hear({ type: "client-call" });
  older.drop();
  assertEquals(other.take(), []);
  other.hear({ type: "client-offer", to: a, sealed });
  assertEquals(newer.take(), [{ type: "client-offer", from: b, sealed }]);
  assertEquals(hub.sockets, 2);
});

for (const code of [CLOSE.normal, CLOSE.away]) {
  Deno.test(`Hub: a page that closes its socket with ${code} leaves at once, and once`, () => {
    const { hub, enter } = openFakeHub();
    const other = enter(R, b);
    const gone = enter(R, a);
    other.take();
    gone.quit(code);
    gone.drop();
    assertEquals(other.take(), [{ type: "client-leave", from: a }]);
    assertEquals(hub.sockets, 1);
  });
}

Deno.test("Hub: who loses the socket is away at once, and has left after 15 s", async () => {
  const { hub, clock, enter } = openFakeHub();
  const other = enter(R, b);
  const lost = enter(R, a);
  other.take();
  lost.drop();
  assertEquals(other.take(), [{ type: "client-away", from: a }]);
  assertEquals([hub.sockets, hub.rooms], [1, 1]);
  // Nobody is told that there is no such peer: they would take it for an end.
  other.hear({ type: "client-offer", to: a, sealed });
  assertEquals(other.take(), []);
  const newcomer = enter(R, c);
  assertEquals(newcomer.take(), [
    { type: "welcome", version: 1, id: c, members: [b], away: [a], iceServers: [], beat: 5 },
  ]);
  other.take();
  await clock.pass(14_000);
  assertEquals(other.take(), []);
  await clock.pass(1000);
  assertEquals(other.take(), [{ type: "client-leave", from: a }]);
  await clock.pass(60_000);
  assertEquals(other.take(), []);
});

Deno.test("Hub: who comes back within 15 s has the same seat, and nobody sees a leave", async () => {
  const { hub, meter, clock, enter } = openFakeHub();
  const other = enter(R, b);
  enter(R, a).drop();
  other.take();
  await clock.pass(14_000);
  const back = enter(R, a);
  assertEquals(back.take()[0]?.type, "welcome");
  assertEquals(other.take(), [{ type: "client-call", from: a }]);
  await clock.pass(60_000);
  assertEquals(other.take(), []);
  other.hear({ type: "client-offer", to: a, sealed });
  assertEquals(back.take(), [{ type: "client-offer", from: b, sealed }]);
  assertEquals([hub.sockets, meter.read("refused", "replaced")], [2, 0]);
});

Deno.test("Hub: a room of which only a lost seat is left is forgotten after 15 s", async () => {
  const { hub, clock, enter } = openFakeHub();
  enter(R, a).drop();
  assertEquals([hub.sockets, hub.rooms], [0, 1]);
  await clock.pass(15_000);
  assertEquals(hub.rooms, 0);
});

Deno.test("Hub: a frozen page: away at 20 s, back with its next frame, left at 33 s with 4408", async () => {
  const { clock, enter } = openFakeHub();
  const other = enter(R, b);
  const frozen = enter(R, a);
  frozen.hear({ type: "client-beat" });
  other.take();
  await clock.pass(19_000);
  assertEquals(other.take(), []);
  await clock.pass(1000);
  assertEquals(other.take(), [{ type: "client-away", from: a }]);
  // Its socket stands: what is for it is not lost.
  other.hear({ type: "client-offer", to: a, sealed });
  assertEquals(frozen.take().at(-1), { type: "client-offer", from: b, sealed });
  await clock.pass(10_000);
  frozen.hear({ type: "client-beat" });
  assertEquals(other.take(), [{ type: "client-call", from: a }]);
  await clock.pass(33_000);
  assertEquals(other.take(), [
    { type: "client-away", from: a },
    { type: "client-leave", from: a },
  ]);
  assertEquals(frozen.closedWith, CLOSE.silent);
});

Deno.test("Hub: a session that was replaced falls silent without anybody hearing of it", async () => {
  const { clock, enter } = openFakeHub();
  const other = enter(R, b);
  const older = enter(R, a);
  older.hear({ type: "client-beat" });
  enter(R, a);
  other.take();
  older.hear({ type: "client-beat" });
  await clock.pass(60_000);
  older.drop();
  assertEquals(other.take(), []);
});

Deno.test("Hub: the seats of those who are away count: a ninth is refused, and they come back", async () => {
  const { clock, enter } = openFakeHub();
  const eight = Array.from({ length: 8 }, (_, i) => enter(R, id(`m${i}`)));
  eight[3]?.drop();
  const ninth = enter(R, id("m8"));
  assertEquals(ninth.closedWith, CLOSE.roomFull);
  assertEquals(enter(R, id("m3")).take()[0]?.type, "welcome");
  eight[5]?.drop();
  await clock.pass(15_000);
  assertEquals(enter(R, id("m8")).take()[0]?.type, "welcome");
});

Deno.test("Hub: who says client-leave is out at once, before the socket has closed", () => {
  const { hub, enter } = openFakeHub();
  const other = enter(R, b);
  const leaver = enter(R, a);
  other.take();
  leaver.hear({ type: "client-leave" });
  assertEquals(leaver.closedWith, CLOSE.normal);
  assertEquals(leaver.readyState, 2);
  assertEquals(other.take(), [{ type: "client-leave", from: a }]);
  other.hear({ type: "client-offer", to: a, sealed });
  assertEquals(other.take(), [{
    type: "refused",
    code: "no_such_peer",
    to: a,
  }]);
  assertEquals(hub.sockets, 1);
});

Deno.test("Hub: the ninth is told and closed with 4423; a place that is free again is given away", () => {
  const { hub, enter } = openFakeHub();
  const eight = Array.from({ length: 8 }, (_, i) => enter(R, id(`m${i}`)));
  for (const one of eight) one.take();
  const ninth = enter(R, id("m8"));
  assertEquals(ninth.take(), [{ type: "refused", code: "room_full" }]);
  assertEquals(ninth.closedWith, CLOSE.roomFull);
  for (const one of eight) assertEquals(one.take(), []);
  assertEquals(hub.sockets, 8);
  eight[0]?.quit();
  assertEquals(enter(R, id("m8")).take()[0]?.type, "welcome");
});

Deno.test("Hub: draining tells everybody, relays what is on its way, then closes with 1012", async () => {
  const { hub, clock, enter } = openFakeHub();
  const [first, second] = [enter(R, a), enter(R, b)];
  first.take();
  second.take();
  hub.drain(1, 250);
  assertEquals(hub.draining, true);
  assertEquals(first.take(), [{ type: "draining", retryAfter: 1 }]);
  assertEquals(second.take(), [{ type: "draining", retryAfter: 1 }]);
  first.hear({ type: "client-offer", to: b, sealed });
  assertEquals(second.take(), [{ type: "client-offer", from: a, sealed }]);
  assertEquals(first.closedWith, null);
  await clock.pass(250);
  assertEquals([first.closedWith, second.closedWith], [
    CLOSE.restart,
    CLOSE.restart,
  ]);
  assertEquals([hub.sockets, hub.rooms], [0, 0]);
  // They are about to come back, here or elsewhere.
  assertEquals([first.take(), second.take()], [[], []]);
  const late = enter(R, c);
  assertEquals(late.closedWith, CLOSE.restart);
});

Deno.test("Hub: a member's own end is told to whoever counts sockets, once", () => {
  const { hub, enter } = openFakeHub();
  const socket = enter(R, a);
  let ends = 0;
  hub.enter(R, a, socket, { onEnd: () => ends++ });
  socket.drop();
  socket.quit();
  assertEquals(ends, 1);
});

Deno.test("Hub: a socket that throws when it is written to costs only itself", () => {
  const { hub, enter, logged } = openFakeHub();
  const [first, second, third] = [enter(R, a), enter(R, b), enter(R, c)];
  second.send = () => {
    throw new TypeError("broken");
  };
  third.take();
  first.hear({ type: "client-call" });
  assertEquals(third.take().map(({ type }) => type).at(-1), "client-call");
  assertEquals(logged.some(({ level }) => level === "error"), true);
  assertEquals(hub.sockets >= 2, true);
});

const relay = (n: number) => [{ urls: ["turn:t"], username: `u${n}`, credential: "c" }];

Deno.test("Hub: whoever asks gets fresh ICE servers, made for this member of this room", () => {
  const asked: string[][] = [];
  const { enter, meter } = openFakeHub({}, undefined, (room, member) => {
    asked.push([room, member]);
    return { now: { iceServers: relay(asked.length), iceTtl: 600 }, better: null };
  });
  const [first, other] = [enter(R, a), enter(R, b)];
  const [welcome] = first.take();
  assertEquals(welcome?.type === "welcome" && [welcome.iceServers, welcome.iceTtl], [
    relay(1),
    600,
  ]);
  other.take();
  first.hear({ type: "client-ice" });
  assertEquals(first.take(), [{ type: "ice", iceServers: relay(3), iceTtl: 600 }]);
  assertEquals(other.take(), []);
  assertEquals(asked, [[R, a], [R, b], [R, a]]);
  assertEquals([meter.read("ice", "welcome"), meter.read("ice", "request")], [2, 1]);
});

Deno.test("F51: nobody waits for an issuer: the welcome comes without a relay, which follows", async () => {
  const { promise: better, resolve } = Promise.withResolvers<Ice>();
  const { enter, meter } = openFakeHub({}, undefined, () => ({
    now: { iceServers: [], iceTtl: 0 },
    better,
  }));
  const [socket, gone] = [enter(R, a), enter(R, b)];
  gone.drop();
  assertEquals(socket.take()[0]?.type, "welcome");
  socket.hear({ type: "client-ice" });
  assertEquals(socket.take().filter(({ type }) => type === "ice"), []);
  resolve({ iceServers: relay(1), iceTtl: 500 });
  await turn();
  const ice = { type: "ice", iceServers: relay(1), iceTtl: 500 } as const;
  assertEquals(socket.take(), [ice, ice]);
  assertEquals(gone.take().filter(({ type }) => type === "ice"), []);
  assertEquals(meter.read("ice", "request"), 1);
});

Deno.test("F51: an issuer that fails is answered for when asked, and not announced otherwise", async () => {
  const now = { iceServers: [], iceTtl: 0 };
  const { enter } = openFakeHub({}, undefined, () => ({ now, better: Promise.resolve(now) }));
  const socket = enter(R, a);
  await turn();
  assertEquals(socket.take().map(({ type }) => type), ["welcome"]);
  socket.hear({ type: "client-ice" });
  await turn();
  assertEquals(socket.take(), [{ type: "ice", iceServers: [], iceTtl: 0 }]);
});

import { assert, assertEquals } from "@std/assert";
import type { WireState } from "../../client/call/state.ts";
import { openWire } from "../../client/call/wire.ts";
import { CLOSE, type ServerMessage } from "../../protocol/mod.ts";
import { fakeClock } from "../fakes/clock.ts";
import { fakeSockets } from "../fakes/socket.ts";

const WELCOME = {
  type: "welcome",
  version: 1,
  id: "A".repeat(22),
  members: [],
  iceServers: [],
} as const;

function open() {
  const clock = fakeClock();
  const sockets = fakeSockets();
  const life = new AbortController();
  const states: WireState[] = [];
  const messages: ServerMessage[] = [];
  const wire = openWire({
    url: "ws://host/ws/room",
    id: "A".repeat(22),
    token: "B".repeat(43),
    signal: life.signal,
    connect: sockets.connect,
    later: clock.later,
    random: () => 0.5,
    onState: (state) => states.push(state),
    onMessage: (message) => messages.push(message),
  });
  const newest = () => {
    const socket = sockets.all.at(-1);
    assert(socket);
    return socket;
  };
  const welcome = () => {
    newest().open();
    newest().say(WELCOME);
  };
  return { clock, sockets, life, states, messages, wire, newest, welcome };
}

Deno.test("the token travels in the subprotocol, not in the address", () => {
  const { newest } = open();
  assertEquals(newest().url, "ws://host/ws/room");
  assertEquals(newest().protocols, ["rtc.v1", `${"A".repeat(22)}.${"B".repeat(43)}`]);
});

Deno.test("nothing is sent before the socket is open, and the caller is told so", () => {
  const { wire, newest, welcome } = open();
  assertEquals(wire.send({ type: "client-leave" }), false);
  welcome();
  assertEquals(wire.send({ type: "client-leave" }), true);
  assertEquals(newest().types(), ["client-leave"]);
});

Deno.test("a socket that worked is replaced at once, then with growing pauses", async () => {
  const { clock, sockets, newest, welcome, states } = open();
  welcome();
  newest().drop();
  assertEquals(sockets.all.length, 2);
  for (const pause of [800, 1700, 3200, 5300, 7500, 7500]) {
    const before = sockets.all.length;
    newest().drop();
    await clock.pass(pause - 1);
    assertEquals(sockets.all.length, before);
    await clock.pass(1);
    assertEquals(sockets.all.length, before + 1);
  }
  welcome();
  assertEquals([states[0], states[1], states.at(-1)], ["connecting", "open", "open"]);
  newest().drop();
  assertEquals(states.at(-1), "reconnecting");
});

Deno.test("the server's wish to wait is obeyed", async () => {
  const { clock, sockets, newest, welcome } = open();
  welcome();
  newest().say({ type: "draining", retryAfter: 3 });
  newest().drop(CLOSE.restart);
  await clock.pass(2999);
  assertEquals(sockets.all.length, 1);
  await clock.pass(1);
  assertEquals(sockets.all.length, 2);
});

Deno.test("hurry does not wait for the pause, and leaves an open socket alone", async () => {
  const { clock, sockets, newest, welcome, wire } = open();
  welcome();
  wire.hurry();
  assertEquals(sockets.all.length, 1);
  newest().drop();
  newest().drop();
  wire.hurry();
  assertEquals(sockets.all.length, 3);
  await clock.pass(4000);
  assertEquals(sockets.all.length, 3);
});

Deno.test("final answers end the wire", async () => {
  for (const [code, state] of [[CLOSE.roomFull, "room_full"], [CLOSE.replaced, "replaced"]]) {
    const { clock, sockets, newest, welcome, states } = open();
    welcome();
    newest().drop(Number(code));
    await clock.pass(60_000);
    assertEquals([sockets.all.length, states.at(-1)], [1, state]);
  }
});

Deno.test("an overloaded server is said to be busy, and tried again", async () => {
  const { clock, sockets, newest, welcome, states } = open();
  welcome();
  newest().drop(CLOSE.overload);
  assertEquals(states.at(-1), "busy");
  await clock.pass(10_000);
  assert(sockets.all.length > 1);
});

Deno.test("a server that accepts and says nothing counts as absent after five seconds", async () => {
  const { clock, sockets, newest, states } = open();
  newest().open();
  await clock.pass(4999);
  assertEquals(sockets.all.length, 1);
  await clock.pass(2000);
  assertEquals([sockets.all.length, states.at(-1)], [2, "reconnecting"]);
  assertEquals(sockets.all[0]?.closedWith, CLOSE.normal);
});

Deno.test("what is not of the protocol is not heard", () => {
  const { newest, messages } = open();
  newest().open();
  for (const frame of ["{", "null", '{"type":"nope"}', new ArrayBuffer(4)]) newest().frame(frame);
  assertEquals(messages, []);
});

Deno.test("with its signal the wire closes, and stays closed", async () => {
  const { clock, sockets, life, newest, welcome, states } = open();
  welcome();
  life.abort();
  assertEquals(newest().closedWith, CLOSE.normal);
  newest().drop();
  await clock.pass(60_000);
  assertEquals([sockets.all.length, states.at(-1), clock.waiting()], [1, "open", 0]);
});

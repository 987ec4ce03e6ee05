import { assert, assertEquals } from "@std/assert";
import { CLOSE } from "../../../../protocol/mod.ts";
import { openFakeSocket as open } from "../../../fakes/signaling_socket.ts";

Deno.test("SignalingSocket: the token travels in the subprotocol, not in the address", () => {
  const { newest } = open();
  assertEquals(newest().url, "ws://host/ws/room");
  assertEquals(newest().protocols, ["rtc.v1", `${"A".repeat(22)}.${"B".repeat(43)}`]);
});

Deno.test("SignalingSocket: nothing is sent before the socket is open, and the caller is told so", () => {
  const { signaling, newest, welcome } = open();
  assertEquals(signaling.send({ type: "client-leave" }), false);
  welcome();
  assertEquals(signaling.send({ type: "client-leave" }), true);
  assertEquals(newest().types(), ["client-leave"]);
});

Deno.test("SignalingSocket: a socket that worked is replaced soon, then with growing pauses", async () => {
  const { clock, sockets, newest, welcome, states } = open();
  welcome();
  for (const pause of [250, 800, 1700, 3200, 5300, 7500, 7500]) {
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

Deno.test("SignalingSocket: a server that has never answered is absent; one that has is reconnected with", async () => {
  const { clock, newest, welcome, states } = open();
  newest().drop();
  assertEquals(states, ["connecting", "absent"]);
  await clock.pass(7500);
  newest().drop();
  assertEquals(states.at(-1), "absent");
  await clock.pass(7500);
  welcome();
  newest().drop();
  assertEquals(states.slice(-2), ["open", "reconnecting"]);
});

Deno.test("SignalingSocket: the server's wish to wait is obeyed", async () => {
  const { clock, sockets, newest, welcome } = open();
  welcome();
  newest().say({ type: "draining", retryAfter: 3 });
  newest().drop(CLOSE.restart);
  await clock.pass(3249);
  assertEquals(sockets.all.length, 1);
  // Everybody else was told the same: they are spread.
  await clock.pass(1);
  assertEquals(sockets.all.length, 2);
});

Deno.test("SignalingSocket: hurry does not wait for the pause, and leaves an open socket alone", async () => {
  const { clock, sockets, newest, welcome, signaling } = open();
  welcome();
  signaling.probeNow();
  assertEquals(sockets.all.length, 1);
  newest().drop();
  signaling.probeNow();
  assertEquals(sockets.all.length, 2);
  await clock.pass(4000);
  assertEquals(sockets.all.length, 2);
});

Deno.test("SignalingSocket: final answers end the socket", async () => {
  for (const [code, state] of [[CLOSE.roomFull, "room_full"], [CLOSE.replaced, "replaced"]]) {
    const { clock, sockets, newest, welcome, states } = open();
    welcome();
    newest().drop(Number(code));
    await clock.pass(60_000);
    assertEquals([sockets.all.length, states.at(-1)], [1, state]);
  }
});

Deno.test("SignalingSocket: an overloaded server is said to be busy, and tried again", async () => {
  const { clock, sockets, newest, welcome, states } = open();
  welcome();
  newest().drop(CLOSE.overload);
  assertEquals(states.at(-1), "busy");
  await clock.pass(10_000);
  assert(sockets.all.length > 1);
});

Deno.test("SignalingSocket: a server that accepts and says nothing counts as absent after five seconds", async () => {
  const { clock, sockets, newest, states } = open();
  newest().open();
  await clock.pass(4999);
  assertEquals(sockets.all.length, 1);
  await clock.pass(2000);
  assertEquals([sockets.all.length, states.at(-1)], [2, "absent"]);
  // Not as one who leaves: to the others this page would be gone.
  assertEquals(sockets.all[0]?.closedWith, CLOSE.silent);
});

Deno.test("SignalingSocket: what is not of the protocol is not heard", () => {
  const { newest, messages } = open();
  newest().open();
  for (const frame of ["{", "null", '{"type":"nope"}', new ArrayBuffer(4)]) newest().frame(frame);
  assertEquals(messages, []);
});

Deno.test("SignalingSocket: a server that floods is hung up on for seven seconds, and so each time", async () => {
  const { clock, sockets, newest, welcome, states } = open();
  const flood = (frames: number) => {
    for (let at = 0; at < frames; at++) newest().frame("{");
  };
  welcome();
  flood(1998);
  await clock.pass(1000);
  flood(2000);
  await clock.pass(1000);
  assertEquals(sockets.all.length, 1);
  for (const opened of [2, 3]) {
    flood(2001);
    assertEquals(states.at(-1), "busy");
    await clock.pass(7000);
    assertEquals(sockets.all.length, opened - 1);
    await clock.pass(500);
    assertEquals(sockets.all.length, opened);
    welcome();
  }
});

Deno.test("SignalingSocket: with its signal the socket closes, and stays closed", async () => {
  const { clock, sockets, life, newest, welcome, states } = open();
  welcome();
  life.abort();
  assertEquals(newest().closedWith, CLOSE.normal);
  newest().drop();
  await clock.pass(60_000);
  assertEquals([sockets.all.length, states.at(-1), clock.waiting()], [1, "open", 0]);
});

Deno.test("SignalingSocket: the page beats as the server wants, and an old server is told nothing it does not know", async () => {
  const { clock, newest, welcome } = open();
  welcome(5);
  for (let n = 0; n < 6; n++) {
    await clock.pass(5000);
    newest().say({ type: "beat" });
  }
  assertEquals(newest().types(), Array(6).fill("client-beat"));
  const old = open();
  old.welcome();
  old.signaling.probeNow();
  await old.clock.pass(120_000);
  assertEquals([old.newest().types(), old.sockets.all.length], [[], 1]);
});

Deno.test("SignalingSocket: a half-open socket is given up 13 s after the last byte, and replaced at once", async () => {
  const { clock, sockets, states, newest, welcome } = open();
  welcome(5);
  await clock.pass(8000);
  newest().say({ type: "beat" });
  await clock.pass(13_000);
  assertEquals([sockets.all.length, newest().types().length], [1, 4]);
  await clock.pass(1000);
  assertEquals([sockets.all.length, states.at(-1)], [2, "reconnecting"]);
  assertEquals(sockets.all[0]?.closedWith, CLOSE.silent);
  // What the dead one says or does at last is nothing to the new one.
  welcome(5);
  sockets.all[0]?.drop();
  await clock.pass(1000);
  assertEquals([sockets.all.length, states.at(-1)], [2, "open"]);
});

Deno.test("SignalingSocket: any byte of the server is a sign of life", async () => {
  const { clock, sockets, newest, welcome } = open();
  welcome(5);
  for (let n = 0; n < 10; n++) {
    await clock.pass(12_000);
    newest().frame(n % 2 ? '{"type":"of a later version"}' : new ArrayBuffer(4));
  }
  assertEquals(sockets.all.length, 1);
});

Deno.test("SignalingSocket: however seldom the server wants beats, silence is noticed within 25 s", async () => {
  const { clock, sockets, welcome } = open();
  welcome(60);
  await clock.pass(25_000);
  assertEquals(sockets.all.length, 2);
});

Deno.test("SignalingSocket: hurried, an open socket has 3 s to prove it; otherwise a new one is opened at once", async () => {
  const { clock, sockets, signaling, newest, welcome } = open();
  welcome(5);
  signaling.probeNow();
  assertEquals(newest().types(), ["client-beat"]);
  await clock.pass(2000);
  newest().say({ type: "beat" });
  await clock.pass(2000);
  assertEquals(sockets.all.length, 1);
  signaling.probeNow();
  await clock.pass(2999);
  assertEquals(sockets.all.length, 1);
  await clock.pass(1);
  assertEquals([sockets.all.length, sockets.all[0]?.closedWith], [2, CLOSE.silent]);
});

Deno.test("SignalingSocket: a question to a socket that has gone meanwhile says nothing of the next one", async () => {
  const { clock, sockets, signaling, newest, welcome } = open();
  welcome(5);
  signaling.probeNow();
  newest().drop();
  await clock.pass(250);
  welcome(5);
  await clock.pass(3000);
  assertEquals(sockets.all.length, 2);
});

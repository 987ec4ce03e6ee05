import { assertEquals } from "@std/assert";
import { CLOSE } from "../../../protocol/mod.ts";
import { openFakeSession as open } from "../../fakes/session.ts";

const call = { type: "client-call" };
const beat = { type: "client-beat" };

Deno.test("Silence: a beat is answered, and is nobody else's business", () => {
  const { socket, heard } = open();
  socket.hear(beat);
  assertEquals(socket.take(), [{ type: "beat" }]);
  assertEquals(heard, []);
});

Deno.test("Silence: a page that beats and falls silent: away at 20 s, closed with 4408 at 33 s", () => {
  const { socket, session, turns, pass, kept } = open();
  socket.hear(beat);
  pass(19);
  assertEquals(turns, []);
  pass(1);
  assertEquals(turns, [true]);
  pass(12);
  assertEquals([turns, socket.closedWith], [[true], null]);
  pass(1);
  assertEquals([socket.closedWith, kept], [CLOSE.silent, [0]]);
  session.tick();
  assertEquals([turns, kept], [[true], [0]]);
});

Deno.test("Silence: any frame is a sign of life, and who was away is back with it", () => {
  const { socket, turns, pass } = open();
  socket.hear(beat);
  pass(19);
  socket.hear(call);
  pass(19);
  assertEquals(turns, []);
  pass(1);
  socket.hear("{");
  assertEquals(turns, [true, false]);
  pass(19);
  assertEquals(turns, [true, false]);
});

Deno.test("Silence: a page that never beats is of an older version, and is not judged by beats", () => {
  const { socket, turns, pass } = open();
  socket.hear(call);
  pass(100);
  assertEquals([turns, socket.closedWith], [[], null]);
});

Deno.test("Silence: an end that was meant frees the seat; any other keeps it for 15 s", () => {
  for (const code of [CLOSE.normal, CLOSE.away, 1005]) {
    const { socket, kept } = open();
    socket.quit(code);
    assertEquals(kept, [0], `${code}`);
  }
  for (const code of [CLOSE.silent, 1006, 0, 1002]) {
    const { socket, kept } = open();
    socket.quit(code);
    assertEquals(kept, [15], `${code}`);
  }
  const { socket, kept } = open();
  socket.drop();
  assertEquals(kept, [15]);
});

Deno.test("Silence: our own codes: what was the page's fault frees the seat, what was ours keeps it", () => {
  for (const code of [CLOSE.badMessage, CLOSE.rateLimited, CLOSE.replaced, CLOSE.tooBig]) {
    const { session, kept } = open();
    session.close(code);
    assertEquals(kept, [0], `${code}`);
  }
  for (const code of [CLOSE.bug, CLOSE.overload]) {
    const { session, kept } = open();
    session.close(code);
    assertEquals(kept, [15], `${code}`);
  }
});

Deno.test("Silence: 1001 of a page that is silent, or has just woken, is not a leave", () => {
  for (const [seconds, keeps] of [[0, 15], [4, 15], [5, 0]] as const) {
    const { socket, pass, kept } = open();
    socket.hear(beat);
    pass(20);
    socket.hear(beat);
    pass(seconds);
    socket.quit(CLOSE.away);
    assertEquals(kept.map((keep) => keep > 0), [keeps > 0], `${seconds}`);
  }
  const { socket, pass, kept } = open();
  socket.hear(beat);
  pass(20);
  socket.quit(CLOSE.away);
  assertEquals(kept, [13]);
});

Deno.test("Silence: what was silent before it was lost is gone at 33 s all the same", () => {
  const { socket, pass, kept } = open();
  socket.hear(beat);
  pass(30);
  socket.drop();
  assertEquals(kept, [3]);
});

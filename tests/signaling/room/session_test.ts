import { assertEquals } from "@std/assert";
import { CLOSE, MAX_FRAME_BYTES } from "../../../protocol/mod.ts";
import { id } from "../../fakes/server_socket.ts";
import { openFakeSession as open } from "../../fakes/session.ts";

const call = { type: "client-call" };
const refused = (code: string) => ({ type: "refused", code });

Deno.test("Session: each kind of malformed message has its code, and the socket stays", () => {
  const cases = [["{", "bad_json"], ["[]", "bad_message"], ['{"type":"x"}', "unknown_type"]];
  for (const [frame, code = ""] of cases) {
    const { socket, heard } = open();
    socket.hear(frame);
    assertEquals<unknown>(socket.take(), [refused(code)]);
    assertEquals(socket.closedWith, null);
    socket.hear(call);
    assertEquals(heard, [{ type: "client-call" }]);
  }
});

Deno.test("Session: a binary frame is bad_message", () => {
  const { socket, heard } = open();
  socket.hear(new TextEncoder().encode('{"type":"client-call"}').buffer);
  assertEquals<unknown>(socket.take(), [refused("bad_message")]);
  assertEquals(heard, []);
});

Deno.test("Session: the third malformed message within a minute closes with 4400", () => {
  const { socket, ends } = open();
  for (let i = 0; i < 2; i++) socket.hear("{");
  assertEquals(socket.closedWith, null);
  socket.hear("{");
  assertEquals(socket.closedWith, CLOSE.badMessage);
  assertEquals(socket.take().length, 3);
  assertEquals(ends(), 1);
  socket.hear("{");
  assertEquals(socket.take(), []);
});

Deno.test("Session: malformed messages a minute apart are forgiven", async () => {
  const { socket, clock } = open();
  for (let i = 0; i < 10; i++) {
    socket.hear("{");
    await clock.pass(30_001);
  }
  assertEquals(socket.closedWith, null);
});

Deno.test("Session: 64 KiB pass to the decoder, one byte more closes with 1009", () => {
  const frame = (size: number) =>
    JSON.stringify({ ...call, x: "" }).replace('""', `"${"x".repeat(size)}"`);
  const empty = frame(0).length;
  const fits = open();
  fits.socket.hear(frame(MAX_FRAME_BYTES - empty));
  assertEquals(fits.heard.length, 1);
  const over = open();
  over.socket.hear(frame(MAX_FRAME_BYTES - empty + 1));
  assertEquals([over.socket.closedWith, over.heard.length], [CLOSE.tooBig, 0]);
});

Deno.test("Session: the size is counted in bytes, not in characters", () => {
  const { socket } = open();
  socket.hear(JSON.stringify({ ...call, x: "面".repeat(MAX_FRAME_BYTES / 3) }));
  assertEquals(socket.closedWith, CLOSE.tooBig);
});

Deno.test("Session: 200 messages at once and 60 a second are heard, the next is rate_limited", async () => {
  const { socket, heard, clock } = open();
  for (let i = 0; i < 200; i++) socket.hear(call);
  assertEquals([heard.length, socket.take().length], [200, 0]);
  socket.hear(call);
  assertEquals<unknown>(socket.take(), [{
    ...refused("rate_limited"),
    retryAfter: 1,
  }]);
  assertEquals([heard.length, socket.closedWith], [200, null]);
  await clock.pass(1000);
  for (let i = 0; i < 61; i++) socket.hear(call);
  assertEquals([heard.length, socket.take().length], [260, 1]);
});

Deno.test("Session: 256 KiB a second are heard, more is rate_limited", async () => {
  const { socket, heard, clock } = open();
  const frame = JSON.stringify({ ...call, x: "x".repeat(MAX_FRAME_BYTES - 40) });
  for (let i = 0; i < 9; i++) socket.hear(frame);
  assertEquals([heard.length, socket.take().length], [8, 1]);
  await clock.pass(1000);
  for (let i = 0; i < 5; i++) socket.hear(frame);
  assertEquals([heard.length, socket.take().length], [12, 1]);
  assertEquals(socket.closedWith, null);
});

Deno.test("Session: who goes on after 200 refusals is closed with 4429", () => {
  const { socket } = open();
  for (let i = 0; i < 399; i++) socket.hear(call);
  assertEquals(socket.closedWith, null);
  socket.hear(call);
  assertEquals(socket.closedWith, CLOSE.rateLimited);
});

Deno.test("Session: a slow reader is dropped above 1 MiB and nothing more is queued", () => {
  const { socket, session, ends, logged } = open();
  socket.bufferedAmount = 1024 * 1024;
  session.send({ type: "client-leave", from: id("a") });
  assertEquals(socket.take().length, 1);
  socket.bufferedAmount++;
  session.send({ type: "client-leave", from: id("a") });
  assertEquals([socket.closedWith, socket.take().length, ends()], [CLOSE.overload, 0, 1]);
  assertEquals(logged.map(({ event }) => event), ["slow_reader"]);
});

Deno.test("Session: a bug in what hears a message closes this socket with 1011 and is logged", () => {
  const { socket, logged, ends } = open({}, () => {
    throw new TypeError("secret-room-id");
  });
  socket.hear(call);
  assertEquals([socket.closedWith, ends()], [CLOSE.bug, 1]);
  assertEquals(logged, [{ level: "error", event: "session_error", detail: "TypeError" }]);
});

Deno.test("Session: nothing is sent once the session is over, and the first code counts", () => {
  const { socket, session, ends } = open();
  session.close(CLOSE.normal);
  session.close(CLOSE.bug);
  session.send({ type: "client-leave", from: id("a") });
  socket.drop();
  assertEquals([socket.frames.length, socket.closedWith, ends()], [0, CLOSE.normal, 1]);
});

Deno.test("Session: a close that throws still ends the session", () => {
  const { socket, session, ends, logged } = open();
  socket.close = () => {
    throw new TypeError("gone");
  };
  session.close(CLOSE.normal);
  assertEquals([ends(), logged[0]?.event], [1, "close_failed"]);
});

for (
  const [frame, most] of [
    [{ type: "client-ice" }, 6],
    [{ type: "client-report", path: "none", verdict: "unknown" }, 20],
  ] as const
) {
  Deno.test(`${frame.type}: ${most} in any minute, more is refused and costs nothing else`, async () => {
    const { clock, socket, heard } = open();
    for (let i = 0; i < most; i++) socket.hear(frame);
    await clock.pass(59_999);
    for (let i = 0; i < 50; i++) socket.hear(frame);
    assertEquals(heard.length, most);
    assertEquals<unknown>(socket.take(), new Array(50).fill(refused("rate_limited")));
    socket.hear(call);
    await clock.pass(1);
    socket.hear(frame);
    assertEquals([heard.length, socket.closedWith], [most + 2, null]);
  });
}

Deno.test("Session: asking for servers leaves room for reports, and the other way round", () => {
  const { socket, heard } = open({ ices: 1, reports: 1 });
  const report = { type: "client-report", path: "none", verdict: "unknown" };
  for (const frame of [{ type: "client-ice" }, report]) {
    for (const one of [frame, frame]) socket.hear(one);
  }
  assertEquals(heard.map(({ type }) => type), ["client-ice", "client-report"]);
});

Deno.test("B56: 200 candidates a minute for one member, more costs nothing but the candidate", async () => {
  const { clock, socket, heard } = open({ burst: 1000, messages: 1000 });
  const to = (name: string) => ({ type: "client-candidate", to: id(name), sealed: "c2VhbGVk" });
  for (let i = 0; i < 300; i++) socket.hear(to("a"));
  assertEquals(heard.length, 200);
  assertEquals<unknown>(socket.take(), new Array(100).fill(refused("rate_limited")));
  socket.hear(to("b"));
  socket.hear({ ...to("a"), type: "client-answer" });
  assertEquals([heard.length, socket.closedWith], [202, null]);
  await clock.pass(60_000);
  socket.hear(to("a"));
  assertEquals(heard.length, 203);
});

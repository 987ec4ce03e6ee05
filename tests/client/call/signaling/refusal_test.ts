import { assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { type Answer, openFakeSocket as open } from "../../../fakes/signaling_socket.ts";

Deno.test("Refusal: after two attempts that did not open, a busy server is asked, believed and obeyed", async () => {
  for (const status of [503, 429]) {
    const { asked, clock, sockets, states, newest, welcome, signaling } = open(
      () => [status, "20"],
    );
    newest().drop();
    await clock.pass(800);
    assertEquals([sockets.all.length, asked, states.at(-1)], [2, [], "absent"]);
    newest().drop();
    await turn();
    assertEquals([asked, states.at(-1)], [["http://host/ws/room"], "busy"]);
    signaling.probeNow();
    await clock.pass(20_249);
    assertEquals(sockets.all.length, 2);
    await clock.pass(1);
    assertEquals(sockets.all.length, 3);
    welcome();
    assertEquals(states.at(-1), "open");
    newest().drop();
    assertEquals(states.at(-1), "reconnecting");
  }
});

Deno.test("Refusal: no server is obeyed for longer than a minute", async () => {
  const { clock, sockets, newest } = open(() => [503, "86400"]);
  newest().drop();
  await clock.pass(800);
  newest().drop();
  await turn();
  await clock.pass(60_249);
  assertEquals(sockets.all.length, 2);
  await clock.pass(1);
  assertEquals(sockets.all.length, 3);
});

const NOT_BUSY: readonly (readonly [string, Answer | null])[] = [
  ["a page", [200, null]],
  ["a redirect", [0, null]],
  ["a proxy without its server", [502, "9"]],
  ["503 without a word of when", [503, null]],
  ["503 at a date", [503, "Wed, 21 Oct 2026 07:28:00 GMT"]],
  ["nobody", null],
];
for (const [name, answer] of NOT_BUSY) {
  Deno.test(`Refusal: ${name} is a failure like others, and the socket never gives up`, async () => {
    const { asked, clock, sockets, states, newest } = open(() => answer);
    for (const pause of [800, 1700, 3200, 5300, 7500, 7500, 7500]) {
      newest().drop();
      await clock.pass(pause);
    }
    assertEquals([sockets.all.length, asked.length], [8, 6]);
    assertEquals(states.includes("busy"), false);
  });
}

Deno.test("Refusal: a server that was busy and is gone is said to be gone", async () => {
  let answer: Answer | null = [503, "1"];
  const { clock, newest, states } = open(() => answer);
  newest().drop();
  await clock.pass(800);
  newest().drop();
  await turn();
  await clock.pass(1250);
  answer = null;
  newest().drop();
  // Not for a moment is it said to be something else while it is asked.
  assertEquals(states.at(-1), "busy");
  await turn();
  assertEquals(states.at(-1), "absent");
});

Deno.test("Refusal: a server that serves no pages of this origin is said to be one, and tried again", async () => {
  let answer: Answer = [403, null];
  const { clock, sockets, states, newest } = open(() => answer);
  newest().drop();
  await clock.pass(800);
  newest().drop();
  await turn();
  assertEquals(states.at(-1), "forbidden");
  // As soon as any other server, since nobody named a time.
  await clock.pass(1700);
  assertEquals(sockets.all.length, 3);
  answer = [404, null];
  newest().drop();
  assertEquals(states.at(-1), "forbidden");
  await turn();
  assertEquals(states.at(-1), "absent");
});

Deno.test("Refusal: a server that answers twice and opens no socket has no upgrade come through", async () => {
  const { asked, clock, sockets, states, newest, welcome } = open(() => [426, null]);
  newest().drop();
  await clock.pass(800);
  newest().drop();
  await turn();
  // It may have come back just now.
  assertEquals([asked.length, states.at(-1)], [1, "absent"]);
  await clock.pass(1700);
  newest().drop();
  await turn();
  assertEquals([asked.length, states.at(-1)], [2, "no_upgrade"]);
  await clock.pass(3200);
  assertEquals(sockets.all.length, 4);
  assertEquals(states.at(-1), "no_upgrade");
  welcome();
  assertEquals(states.at(-1), "open");
});

Deno.test("Refusal: whoever has had a socket in this stay is not told that none comes through", async () => {
  const { clock, states, newest, welcome } = open(() => [426, null]);
  welcome();
  for (const pause of [800, 1700, 3200, 5300, 7500]) {
    newest().drop();
    await clock.pass(pause);
  }
  assertEquals(states.includes("no_upgrade"), false);
  assertEquals(states.at(-1), "reconnecting");
});

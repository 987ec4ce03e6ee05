import { assertEquals } from "@std/assert";
import { bufferEvents } from "../../../client/app/buffered_socket.ts";
import type { Socket } from "../../../client/call/signaling/server_socket.ts";
import { turn } from "../../fakes/clock.ts";
import { FakeSocket } from "../../fakes/socket.ts";

function setUp() {
  const socket = new FakeSocket("wss://call.example/ws/room", []);
  return { socket, held: bufferEvents(socket as unknown as Socket) };
}

Deno.test("HeldSocket: tells its listener what came before it, in order, and then the rest", async () => {
  const { socket, held } = setUp();
  const heard: unknown[] = [];
  socket.frame("a");
  socket.frame("b");
  held.addEventListener("message", ({ data }) => heard.push(data));
  await turn();
  socket.frame("c");
  assertEquals(heard, ["a", "b", "c"]);
});

Deno.test("HeldSocket: a socket that was lost before is told as lost", async () => {
  const { socket, held } = setUp();
  const codes: number[] = [];
  socket.drop(4003);
  held.addEventListener("message", () => {});
  held.addEventListener("close", ({ code }) => codes.push(code));
  await turn();
  assertEquals([codes, held.readyState], [[4003], 3]);
});

Deno.test("HeldSocket: nothing is told to who has stopped listening", async () => {
  const { socket, held } = setUp();
  const life = new AbortController();
  const heard: unknown[] = [];
  socket.frame("a");
  held.addEventListener("message", ({ data }) => heard.push(data), { signal: life.signal });
  life.abort();
  await turn();
  assertEquals(heard, []);
});

Deno.test("HeldSocket: a server that talks on and on before anybody listens is left", () => {
  const { socket } = setUp();
  for (let at = 0; at < 65; at++) socket.frame("flood");
  assertEquals(socket.readyState, 2);
});

import { assertEquals } from "@std/assert";
import { handshake } from "../harness/handshake.ts";
import { serve } from "../harness/service.ts";
import { connect } from "../harness/tcp_client.ts";

const ROOM = "A".repeat(22);

/** Joins by a bare connection, and gives what the server says first: so many frames. */
async function join(port: number, query: string, frames: number) {
  const raw = await connect(port);
  const line = `GET /ws/${ROOM}${query} HTTP/1.1`;
  const { id, text } = await handshake(ROOM, `127.0.0.1:${port}`, {}, line);
  await raw.send(text);
  await raw.until(/\r\n\r\n/);
  const said = [];
  while (said.length < frames) {
    const frame = await raw.frame(1);
    said.push(JSON.parse(new TextDecoder().decode(frame ?? new Uint8Array())));
  }
  return { id, said, [Symbol.dispose]: () => raw[Symbol.dispose]() };
}

Deno.test("joinBySocket: watch=1 makes a viewer, and anything else a member", async () => {
  await using server = await serve();
  using ann = await join(server.port, "", 1);
  using viewer = await join(server.port, "?watch=1", 2);
  using bob = await join(server.port, "?watch=0", 2);
  assertEquals(ann.said[0]?.type, "welcome");
  assertEquals([viewer.said[0]?.type, viewer.said[0]?.members], ["welcome", []]);
  assertEquals(viewer.said[1], {
    type: "audience",
    serving: [],
    viewers: [viewer.id],
    avoids: [],
    players: 0,
    limit: 20,
  });
  assertEquals(bob.said[0]?.members, [ann.id]);
});

import { assert, assertEquals } from "@std/assert";
import { call } from "../harness/upgrade.ts";
import { frame } from "../harness/tcp_client.ts";
import { serve } from "../harness/service.ts";

const room = "r".repeat(22);

Deno.test("B36, B37: who answers no ping, and who never closes: out of the room, and counted out", async () => {
  await using server = await serve({ sockets: { upgrade: Deno.upgradeWebSocket } });
  using mute = await call(server.port, room);
  using rude = await call(server.port, "rude".padEnd(22, "-"));
  const witness = await call(server.port, "rude".padEnd(22, "-"));
  await rude.hears();
  // The close frame of the server is never answered: the seat is free at once all the same.
  for (let at = 0; at < 3; at++) await rude.send(frame(0x81, "{"));
  const left = await witness.hears();
  assertEquals(left, `{"type":"client-leave","from":"${rude.id}"}`);
  // Answers pings of the server meanwhile, as a browser does.
  const alive = (async () => {
    for (let ping = await witness.frame(9); ping !== null; ping = await witness.frame(9)) {
      await witness.send(frame(0x8a, ping));
    }
  })();
  // It is asked before the server hangs up on it.
  assert(await mute.frame(9) !== null, "it was dropped without being asked");
  while (await mute.frame(9) !== null);
  assertEquals(server.hub.sockets, 1);
  witness[Symbol.dispose]();
  await alive.catch(() => {});
});

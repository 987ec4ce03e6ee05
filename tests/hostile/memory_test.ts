import { assert, assertEquals, assertMatch } from "@std/assert";
import { knock } from "../harness/handshake.ts";
import { call } from "../harness/upgrade.ts";
import { memoryOf } from "../harness/memory.ts";
import { join, meet, person } from "../harness/socket_page.ts";
import { start } from "../harness/process.ts";
import { frame } from "../harness/tcp_client.ts";

const rooms = ["one", "two", "three"].map((name) => name.padEnd(22, "-"));

Deno.test("B33, F8: endless fragments: newcomers get 503, it ends below 512 MB, everybody comes back to the next", async () => {
  const env = { ALLOW_NO_ORIGIN: "1" };
  await using server = await start({ env });
  const port = Number(new URL(server.address).port);
  const people = await Promise.all(rooms.flatMap((room) =>
    [room, room].map(async (name) => {
      const who = await person();
      return { room: name, who, page: await join(server.address, name, who) };
    })
  ));
  using attacker = await call(port, "attacker".padEnd(22, "-"));
  const fragment = frame(0x00, new Uint8Array(1 << 22));
  await attacker.send(frame(0x01, "x"));

  let most = 0;
  let over = false;
  const watch = (async () => {
    while (!over) most = Math.max(most, await memoryOf(server.pid, "VmHWM"));
  })();
  const statuses = new Set<number>();
  const newcomers = (async () => {
    while (!over) {
      const { status } = await knock(port, "new".padEnd(22, "-")).catch(() => ({ status: 0 }));
      statuses.add(status);
    }
  })();
  // At a gigabit a second: the loopback's pace would leave the server no turn to say anything.
  for (let alive = true; alive;) {
    alive = await attacker.send(fragment).then(() => true, () => false);
    await new Promise((resolve) => setTimeout(resolve, 32));
  }
  assertEquals(await Promise.all(people.map(({ page }) => page.closed)), people.map(() => 1012));
  assertEquals((await server.status).code, 1);
  over = true;
  await Promise.all([watch, newcomers]);
  assertMatch(server.errors(), /"event":"memory_exhausted"/);
  assert(statuses.has(101), "nobody was let in before");
  assert(statuses.has(503), `newcomers were not refused first: ${[...statuses]}`);
  console.log(`most memory: ${most.toFixed(0)} MiB of 512`);
  assert(most > 300 && most < 512, `${most} MiB`);

  // What Restart=always of the unit and restart: always of compose do.
  await using next = await start({ env: { ...env, PORT: `${port}` } });
  assertEquals(next.address, server.address);
  const back = await Promise.all(
    people.map(async ({ room, who }) => await join(next.address, room, who)),
  );
  for (let at = 0; at < back.length; at += 2) {
    const [one, other] = [back[at], back[at + 1]];
    assert(one && other);
    await meet(one, other);
    one.say({ type: "client-offer", to: other.id, sealed: "c2VhbGVk" });
    await other.hears(new RegExp(`"client-offer","from":"${one.id}"`));
  }
  for (const { socket, closed } of back) {
    socket.close();
    await closed;
  }
});

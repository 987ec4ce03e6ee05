import { assertEquals } from "@std/assert";
import { CLOSE } from "../../../protocol/mod.ts";
import { deployment, seen } from "../../harness/cluster_isolate.ts";
import { id } from "../../fakes/server_socket.ts";

const R = id("R");
const [a, b, c, d] = [id("a"), id("b"), id("c"), id("d")];
const sealed = "c2VhbGVk";

/** A page at X, one at Y, and what they have heard so far taken away. */
async function apart() {
  const made = deployment();
  const [x, y, z] = [made.isolate("X"), made.isolate("Y"), made.isolate("Z")];
  const lost = x.enter(R, a);
  const stays = y.enter(R, b);
  await made.clock.pass(5000);
  seen(stays);
  return { ...made, x, y, z, lost, stays };
}

for (const where of ["x", "y", "z"] as const) {
  Deno.test(`Away: a lost socket is away everywhere at once; back at ${where} it is the same seat`, async () => {
    const { clock, stays, lost, ...made } = await apart();
    lost.drop();
    await clock.pass(50);
    assertEquals(seen(stays), ["away a"]);
    const third = made.z.enter(R, c);
    await clock.pass(14_000);
    assertEquals(seen(third), ["here b", "absent a"]);
    const back = made[where].enter(R, a);
    await clock.pass(50);
    assertEquals(seen(back).sort(), ["here b", "here c"]);
    assertEquals([seen(stays), seen(third)], [["call c", "call a"], ["call a"]]);
    // The end of the time that the old seat was given takes nothing away.
    await clock.pass(60_000);
    assertEquals([seen(stays), seen(third), back.closedWith], [[], [], null]);
    stays.hear({ type: "client-offer", to: a, sealed });
    await clock.pass(50);
    assertEquals(back.take(), [{ type: "client-offer", from: b, sealed }]);
  });
}

Deno.test("Away: a lost socket that does not come back is a leave at 15 s, everywhere", async () => {
  const { clock, x, y, z, stays, lost } = await apart();
  const third = z.enter(R, c);
  await clock.pass(1000);
  seen(stays);
  lost.drop();
  await clock.pass(14_900);
  assertEquals([seen(stays), seen(third).at(-1)], [["away a"], "away a"]);
  await clock.pass(300);
  assertEquals([seen(stays), seen(third)], [["leave a"], ["leave a"]]);
  assertEquals([x, y, z].map(({ hub }) => hub.rooms), [0, 1, 1]);
});

Deno.test("Away: a frozen page is away elsewhere at 20 s, and back with its next frame", async () => {
  const { clock, stays, lost } = await apart();
  lost.hear({ type: "client-beat" });
  await clock.pass(18_900);
  assertEquals(seen(stays), []);
  await clock.pass(1200);
  assertEquals(seen(stays), ["away a"]);
  lost.hear({ type: "client-beat" });
  await clock.pass(50);
  assertEquals(seen(stays), ["call a"]);
  await clock.pass(33_000);
  assertEquals(seen(stays), ["away a", "leave a"]);
  assertEquals(lost.closedWith, CLOSE.silent);
});

Deno.test("Away: whoever learns of a room later learns who is away in it", async () => {
  const { clock, z, lost } = await apart();
  lost.drop();
  await clock.pass(1000);
  const third = z.enter(R, c);
  await clock.pass(1000);
  // Who is away is nobody to call.
  assertEquals(seen(third), ["here b", "absent a"]);
  const fourth = z.enter(R, d);
  assertEquals(seen(fourth).sort(), ["absent a", "here b", "here c"]);
});

Deno.test("Away: the process of a member that is away dies: it has left 35 s later all the same", async () => {
  const { clock, x, stays, lost } = await apart();
  lost.drop();
  await clock.pass(10_000);
  x.die();
  assertEquals(seen(stays), ["away a"]);
  await clock.pass(35_000);
  assertEquals(seen(stays), ["leave a"]);
  await clock.pass(60_000);
  assertEquals(seen(stays), []);
});

Deno.test("Away: its process dies and it comes back by another one: the same seat", async () => {
  const { clock, x, z, stays, lost } = await apart();
  lost.drop();
  await clock.pass(5000);
  x.die();
  z.enter(R, a);
  await clock.pass(60_000);
  assertEquals(seen(stays), ["away a", "call a"]);
});

Deno.test("Away: a server that drains takes its members along without anybody seeing a leave", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  const stays = x.enter(R, a);
  const moves = y.enter(R, b);
  await clock.pass(50);
  stays.take();
  y.hub.drain(1, 250);
  await clock.pass(300);
  assertEquals(moves.closedWith, CLOSE.restart);
  y.die();
  x.enter(R, b);
  await clock.pass(60_000);
  assertEquals(seen(stays), ["call b"]);
});

import { assertEquals } from "@std/assert";
import { CLOSE } from "../../../protocol/mod.ts";
import { deployment } from "../../harness/cluster_isolate.ts";
import { id } from "../../fakes/server_socket.ts";

const R = id("R");
const sealed = "c2VhbGVk";

Deno.test("Cluster: isolates agree on who watches and who serves, and viewers take no seat of the eight", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  await clock.pass(1);
  const sockets = Array.from({ length: 8 }, (_, n) => (n % 2 ? x : y).enter(R, id(`m${n}`)));
  await clock.pass(50);
  const viewers = Array.from({ length: 20 }, (_, n) => (n % 2 ? x : y).enter(R, id(`v${n}`), true));
  sockets[0]?.hear({ type: "client-serve", viewers: 3, players: 0 });
  await clock.pass(50);
  const told = [...sockets, ...viewers].map((socket) => {
    const { serving, viewers } = socket.audience() ?? {};
    return JSON.stringify([serving, viewers?.toSorted()]);
  });
  assertEquals(new Set(told).size, 1, told.join("\n"));
  assertEquals(JSON.parse(told[0] ?? "")[0], [{ id: id("m0"), viewers: 3 }]);
  assertEquals(x.enter(R, id("late"), true).closedWith, CLOSE.roomFull);
  viewers[0]?.take();
  viewers[0]?.hear({ type: "client-offer", to: id("m1"), sealed });
  await clock.pass(50);
  assertEquals(sockets[1]?.take().at(-1), { type: "client-offer", from: id("v0"), sealed });
  sockets[1]?.hear({ type: "client-serve", viewers: 2, players: 5 });
  await clock.pass(50);
  assertEquals([sockets[0]?.audience()?.players, sockets[1]?.audience()?.players], [5, 5]);
  viewers[1]?.hear({ type: "client-avoid", speaker: id("m0") });
  await clock.pass(50);
  const avoids = [{ viewer: id("v1"), speaker: id("m0") }];
  for (const one of [sockets[0], sockets[1]]) assertEquals(one?.audience()?.avoids, avoids);
  sockets[0]?.quit();
  await clock.pass(50);
  assertEquals(viewers[1]?.audience()?.serving, [{ id: id("m1"), viewers: 2 }]);
  assertEquals([x.refused, y.refused], [[], []]);
});

Deno.test("Cluster: when too many viewers come at once, the last of them go, and no speaker", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  await clock.pass(1);
  const early = Array.from({ length: 19 }, (_, n) => (n % 2 ? x : y).enter(R, id(`v${n}`), true));
  await clock.pass(5000);
  const speakers = Array.from({ length: 8 }, (_, n) => (n % 2 ? x : y).enter(R, id(`m${n}`)));
  const late = [x.enter(R, id("x"), true), y.enter(R, id("y"), true)];
  await clock.pass(10_000);
  const closed = (sockets: typeof early) =>
    sockets.filter(({ closedWith }) => closedWith === CLOSE.roomFull).length;
  assertEquals([closed(early), closed(speakers), closed(late)], [0, 0, 1]);
});

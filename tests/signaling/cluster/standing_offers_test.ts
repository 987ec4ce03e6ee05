import { assert, assertEquals } from "@std/assert";
import { deployment } from "../../harness/cluster_isolate.ts";
import { id } from "../../fakes/server_socket.ts";

const R = id("R");
const [a, b, c] = [id("a"), id("b"), id("c")];

Deno.test("Cluster: a standing offer is for those who come to the same isolate, and waits for them", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  await clock.pass(1);
  const owner = x.enter(R, a);
  await clock.pass(50);
  owner.take();
  owner.hear({ type: "client-standing-offer", sealed: "b25l" });
  const elsewhere = y.enter(R, b);
  await clock.pass(50);
  const [welcome] = elsewhere.take();
  assert(welcome?.type === "welcome");
  assertEquals([welcome.members, welcome.offers], [[a], undefined]);
  assertEquals(owner.take(), [{ type: "client-call", from: b }]);
  const [near] = x.enter(R, c).take();
  assert(near?.type === "welcome");
  assertEquals(near.offers, [{ from: a, sealed: "b25l" }]);
  assertEquals(owner.take(), [{ type: "client-call", from: c, offered: true }]);
});

Deno.test("Cluster: the offer of a member that comes back at another isolate is gone", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  await clock.pass(1);
  x.enter(R, b);
  x.enter(R, a).hear({ type: "client-standing-offer", sealed: "b25l" });
  await clock.pass(50);
  y.enter(R, a);
  await clock.pass(50);
  const [welcome] = x.enter(R, c).take();
  assert(welcome?.type === "welcome");
  assertEquals([welcome.members.toSorted(), welcome.offers], [[a, b], undefined]);
});

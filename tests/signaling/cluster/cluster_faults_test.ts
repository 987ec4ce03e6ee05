import { assert, assertEquals } from "@std/assert";
import { CLOSE } from "../../../protocol/mod.ts";
import type { Bus } from "../../../signaling/bus/bus.ts";
import { openCluster } from "../../../signaling/cluster/cluster.ts";
import { fakeClock } from "../../fakes/clock.ts";
import { deployment, seen } from "../../harness/cluster_isolate.ts";
import { id } from "../../fakes/server_socket.ts";

const R = id("R");
const [a, b, c] = [id("a"), id("b"), id("c")];
const sealed = "c2VhbGVk";
const HOUR_MS = 3_600_000;

for (const stay of [0, 2, 8, 12, 18]) {
  Deno.test(`Cluster: a member that leaves ${stay} ms after it came is nowhere a ghost`, async () => {
    const { clock, network, isolate } = deployment();
    network.rule = () => [5];
    const [x, y] = [isolate("X"), isolate("Y")];
    const stays = x.enter(R, a);
    await clock.pass(5000);
    const leaves = y.enter(R, b);
    await clock.pass(stay);
    leaves.quit();
    await clock.pass(1000);
    const story = seen(stays);
    assertEquals(story.filter((one) => one === "call b").length, story.length / 2);
    const newcomer = x.enter(R, c);
    assertEquals(seen(newcomer), ["here a"]);
    assertEquals(y.hub.rooms, 0);
  });
}

Deno.test("Cluster: what an isolate told is forgotten when it does not tell it again", async () => {
  const { clock, network, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  const stays = x.enter(R, a);
  const leaves = y.enter(R, b);
  await clock.pass(5000);
  seen(stays);
  // The one word that it has left is lost, and the room is not told of any more.
  network.rule = () => [];
  leaves.quit();
  await clock.pass(50);
  network.rule = () => [0];
  await clock.pass(20_000);
  assertEquals(seen(stays), ["away b"]);
  await clock.pass(15_000);
  assertEquals(seen(stays), ["leave b"]);
});

for (const offset of [-HOUR_MS, -2000, HOUR_MS]) {
  Deno.test(`Cluster: the ninth has to go, not the eighth, with its clock ${offset} ms off`, async () => {
    const { clock, isolate } = deployment();
    await clock.pass(2 * HOUR_MS);
    const [x, y] = [isolate("X"), isolate("Y", offset)];
    const sockets = [];
    for (let n = 0; n < 8; n++) {
      sockets.push(x.enter(R, id(`m${n}`)));
      await clock.pass(1000);
    }
    const ninth = y.enter(R, id("m8"));
    await clock.pass(1000);
    assertEquals(ninth.closedWith, CLOSE.roomFull);
    assertEquals(sockets.map(({ closedWith }) => closedWith), sockets.map(() => null));
  });

  Deno.test(`Cluster: back within a second elsewhere the new socket stays, ${offset} ms off`, async () => {
    const { clock, network, isolate } = deployment();
    network.rule = () => [5];
    await clock.pass(2 * HOUR_MS);
    for (const [from, to] of [["X", "Y"], ["Y", "X"]] as const) {
      const [one, two] = [isolate(from), isolate(to, offset)];
      const older = one.enter(id(from), a);
      await clock.pass(1000);
      const newer = two.enter(id(from), a);
      await clock.pass(3000);
      assertEquals([older.closedWith, newer.closedWith], [CLOSE.replaced, null], from);
      one.die();
      two.die();
    }
  });

  Deno.test(`Cluster: mail reaches who came back from a dead process, ${offset} ms off`, async () => {
    const { clock, isolate } = deployment();
    await clock.pass(2 * HOUR_MS);
    const [x, y, z] = [isolate("X"), isolate("Y", offset), isolate("Z")];
    const lost = x.enter(R, a);
    const stays = z.enter(R, b);
    await clock.pass(60_000);
    x.die();
    lost.drop();
    const back = y.enter(R, a);
    await clock.pass(100);
    back.take();
    stays.hear({ type: "client-offer", to: a, sealed });
    await clock.pass(100);
    assertEquals(back.take(), [{ type: "client-offer", from: b, sealed }]);
    await clock.pass(60_000);
    assertEquals(seen(stays).filter((one) => one === "leave a"), []);
  });
}

Deno.test("Cluster: what was recorded yesterday does not move an isolate that started just now", async () => {
  const { clock, network, isolate, connect } = deployment();
  const tape: [string, string][] = [];
  const spy = connect();
  network.onSubject = (subject, packet) => tape.push([subject, packet]);
  const [x, old] = [isolate("X"), isolate("O")];
  const before = [x.enter(R, a), old.enter(R, b)];
  await clock.pass(10_000);
  for (const one of before) one.quit();
  x.die();
  old.die();
  network.onSubject = () => {};
  await clock.pass(24 * HOUR_MS);
  const y = isolate("Y");
  const stays = y.enter(R, a);
  await clock.pass(1000);
  seen(stays);
  for (let n = 0; n < 60; n++) {
    for (const [subject, packet] of tape) spy.publish(subject, packet);
    await clock.pass(1000);
  }
  assert(tape.some(([subject]) => subject.includes(".room.")));
  assertEquals([seen(stays), stays.closedWith], [[], null]);
});

Deno.test("Cluster: what was recorded moves no living isolate once its sender is gone", async () => {
  const { clock, network, isolate, connect } = deployment();
  const tape: [string, string][] = [];
  const [x, y] = [isolate("X"), isolate("Y")];
  const stays = x.enter(R, a);
  network.onSubject = (subject, packet) => tape.push([subject, packet]);
  const leaves = y.enter(R, b);
  await clock.pass(3000);
  leaves.hear({ type: "client-offer", to: a, sealed });
  await clock.pass(50);
  network.onSubject = () => {};
  y.die();
  await clock.pass(36_000);
  const story = stays.take().map(({ type }) => type);
  assertEquals(story.slice(-3), ["client-offer", "client-away", "client-leave"]);
  const replay = connect();
  for (let n = 0; n < 60; n++) {
    for (const [subject, packet] of tape) replay.publish(subject, packet);
    await clock.pass(1000);
  }
  assertEquals(stays.take(), []);
  assert(x.refused.filter((why) => why === "replayed").length >= 60);
});

Deno.test("Cluster: one isolate's silence makes the others announce only what they share with it", async () => {
  const { clock, network, isolate } = deployment();
  const [x, y, z] = [isolate("X"), isolate("Y"), isolate("Z")];
  for (let n = 0; n < 300; n++) {
    x.enter(id(`x${n}`), a);
    y.enter(id(`y${n}`), b);
  }
  x.enter(R, a);
  z.enter(R, c);
  await clock.pass(200_000);
  // The number of the connection is in the order in which they were opened: Z is the third.
  network.rule = (_subject, from) => from === 2 ? [] : [0];
  await clock.pass(25_000);
  network.rule = () => [0];
  network.sent.length = 0;
  await clock.pass(10_000);
  const announced = network.sent.filter((subject) => subject.includes(".room.")).length;
  // A lone room is announced once a minute, and the last time was before Z was heard again.
  assert(announced >= 4 && announced < 20, `${announced} announcements`);
});

Deno.test("Cluster: an isolate that is heard again counts, though its room was left meanwhile", async () => {
  const { clock, network, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  const leaves = x.enter(R, a);
  y.enter(R, b);
  await clock.pass(3000);
  network.rule = () => [];
  await clock.pass(20_000);
  leaves.quit();
  network.rule = () => [0];
  await clock.pass(5000);
  const newcomer = x.enter(R, c);
  await clock.pass(100);
  assertEquals(seen(newcomer), ["here b"]);
});

Deno.test("Cluster: an exception in a tick does not end the ticks", async () => {
  const clock = fakeClock();
  let [told, fails] = [0, 0];
  const bus: Bus = {
    node: id("X"),
    announce() {
      if (fails-- > 0) throw new Error("closed");
      told++;
    },
    seek: () => Promise.resolve(false),
    mail() {},
    follow() {},
    unfollow() {},
    listen() {},
    trouble: () => null,
    close: () => Promise.resolve(),
  };
  const life = new AbortController();
  const cluster = openCluster({ bus, clock, maxViewers: 1, refused() {}, signal: life.signal });
  cluster.open({ changed() {}, yielded() {}, mail() {} });
  cluster.seat(R, a);
  await clock.pass(5000);
  fails = 1;
  await clock.pass(60_000).catch(() => {});
  assertEquals(fails, 0);
  const before = told;
  await clock.pass(120_000);
  assert(told >= before + 2, `${told - before} announcements`);
});

Deno.test("Cluster: what changes no seat is announced to nobody", async () => {
  const { clock, network, isolate } = deployment();
  const x = isolate("X");
  const members = [..."abcdefgh"].map((letter) => x.enter(R, id(letter)));
  // Past the first announcements of a new room, and between two of the later ones.
  await clock.pass(70_500);
  const announced = () => network.sent.filter((subject) => subject.includes(".room.")).length;
  const before = announced();
  const ninth = x.enter(R, id("i"));
  assertEquals(seen(ninth), ["refused"]);
  await clock.pass(50);
  assertEquals(announced(), before);
  members[0]?.hear({ type: "client-leave" });
  await clock.pass(50);
  assertEquals(announced(), before + 1);
});

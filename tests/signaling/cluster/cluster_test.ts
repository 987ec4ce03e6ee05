import { assertEquals } from "@std/assert";
import { CLOSE } from "../../../protocol/mod.ts";
import { natsBus } from "../../../signaling/bus/nats.ts";
import { writeNotice } from "../../../signaling/cluster/notices.ts";
import { named, recorded } from "../../fakes/bus.ts";
import { deployment, seen } from "../../harness/cluster_isolate.ts";
import { seeded } from "../../fakes/seeded_random.ts";
import { type FakeServerSocket, id } from "../../fakes/server_socket.ts";

const [R, S] = [id("R"), id("S")];
const [a, b, c, d] = [id("a"), id("b"), id("c"), id("d")];
const sealed = "c2VhbGVk";

Deno.test("Cluster: members of three isolates find each other, talk, and see each other leave", async () => {
  const { clock, isolate } = deployment();
  const [x, y, z] = [isolate("X"), isolate("Y"), isolate("Z")];
  const first = x.enter(R, a);
  await clock.pass(50);
  const second = y.enter(R, b);
  await clock.pass(50);
  const third = z.enter(R, c);
  await clock.pass(50);
  assertEquals(seen(first), ["call b", "call c"]);
  // Who comes into a room that another isolate holds hears of everybody in its welcome.
  assertEquals(seen(second), ["here a", "call c"]);
  assertEquals(seen(third).slice(0, 1), ["here a"]);
  third.hear({ type: "client-offer", to: a, sealed });
  first.hear({ type: "client-call", to: b });
  second.hear({ type: "client-answer", to: c, sealed });
  second.hear({ type: "client-candidate", to: c, sealed });
  await clock.pass(50);
  assertEquals(first.take(), [{ type: "client-offer", from: c, sealed }]);
  assertEquals(second.take(), [{ type: "client-call", from: a, to: b }]);
  assertEquals(third.take(), [
    { type: "client-answer", from: b, sealed },
    { type: "client-candidate", from: b, sealed },
  ]);
  second.quit();
  await clock.pass(50);
  assertEquals([seen(first), seen(third)], [["leave b"], ["leave b"]]);
  // An isolate that holds the room already says who is there at once.
  const fourth = z.enter(R, b);
  assertEquals(seen(fourth), ["here a", "here c"]);
  for (const one of [x, y, z]) assertEquals(one.refused, []);
});

Deno.test("Cluster: rooms stay apart, and what a member of another room holds is not told", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  const inR = x.enter(R, a);
  const inS = y.enter(S, b);
  await clock.pass(50);
  inR.take();
  inS.take();
  inR.hear({ type: "client-offer", to: b, sealed });
  await clock.pass(50);
  assertEquals(inR.take(), [{ type: "refused", code: "no_such_peer", to: b }]);
  assertEquals(inS.take(), []);
});

for (const hours of [-1, 0, 1]) {
  Deno.test(`Cluster: who comes in elsewhere replaces the old seat, with the clock ${hours} h off`, async () => {
    const { clock, isolate } = deployment();
    await clock.pass(5 * 3_600_000);
    const [x, y, z] = [isolate("X"), isolate("Y", hours * 3_600_000), isolate("Z")];
    const other = z.enter(R, b);
    const older = x.enter(R, a);
    await clock.pass(5000);
    other.take();
    const newer = y.enter(R, a);
    await clock.pass(50);
    assertEquals(older.take().at(-1), { type: "refused", code: "replaced" });
    assertEquals(older.closedWith, CLOSE.replaced);
    assertEquals(seen(newer), ["here b"]);
    assertEquals(seen(other), ["call a"]);
    // The late end of the old seat takes nothing away, now or when everything is told again.
    older.drop();
    await clock.pass(60_000);
    assertEquals(seen(other), []);
    // Nothing of the room is left where nobody of it is.
    assertEquals([x, y, z].map(({ hub }) => [hub.sockets, hub.rooms]), [[0, 0], [1, 1], [1, 1]]);
    other.hear({ type: "client-offer", to: a, sealed });
    await clock.pass(50);
    assertEquals(newer.take(), [{ type: "client-offer", from: b, sealed }]);
  });
}

Deno.test("Cluster: two sockets of one member at the same moment: one seat, on every isolate the same", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  const witness = x.enter(R, b);
  await clock.pass(5000);
  const both = [x.enter(R, a), y.enter(R, a)];
  await clock.pass(10_000);
  const open = both.filter(({ closedWith }) => closedWith === null);
  assertEquals(open.length, 1);
  witness.take();
  witness.hear({ type: "client-offer", to: a, sealed });
  await clock.pass(50);
  assertEquals(open[0]?.take().at(-1), { type: "client-offer", from: b, sealed });
});

Deno.test("Cluster: a room takes eight, wherever they come in", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  // Both are connected.
  await clock.pass(1);
  const sockets = Array.from({ length: 8 }, (_, n) => (n % 2 ? x : y).enter(R, id(`m${n}`)));
  await clock.pass(50);
  const ninth = x.enter(R, id("m8"));
  assertEquals(ninth.closedWith, CLOSE.roomFull);
  assertEquals(sockets.map(({ closedWith }) => closedWith), sockets.map(() => null));
});

Deno.test("Cluster: when the ninth and the tenth come at once elsewhere, the last to come go", async () => {
  const { clock, isolate } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  const sockets: FakeServerSocket[] = [];
  for (let n = 0; n < 7; n++) {
    sockets.push((n % 2 ? x : y).enter(R, id(`m${n}`)));
    await clock.pass(50);
  }
  const late = [x.enter(R, id("late1")), y.enter(R, id("late2"))];
  await clock.pass(1000);
  assertEquals(sockets.map(({ closedWith }) => closedWith), sockets.map(() => null));
  assertEquals(late.map(({ closedWith }) => closedWith).sort(), [CLOSE.roomFull, null].sort());
});

Deno.test("Cluster: a process that dies: its members are away at 20 s and have left at 35 s", async () => {
  const { clock, isolate } = deployment();
  const [x, y, z] = [isolate("X"), isolate("Y"), isolate("Z")];
  const stays = x.enter(R, a);
  y.enter(R, b);
  y.enter(R, c);
  await clock.pass(2500);
  stays.take();
  y.die();
  await clock.pass(15_000);
  assertEquals(seen(stays), []);
  // One of them comes back by another process; nothing is to be seen of the old seat's end.
  z.enter(R, b);
  await clock.pass(50);
  assertEquals(seen(stays), ["call b"]);
  await clock.pass(5000);
  assertEquals(seen(stays), ["away c"]);
  await clock.pass(15_000);
  assertEquals(seen(stays), ["leave c"]);
});

Deno.test("Cluster: cut off for 20 s, with comings and goings on both sides: equal again in 5 s", async () => {
  const { clock, isolate, network } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  const stays = x.enter(R, a);
  const goes = y.enter(R, b);
  await clock.pass(3000);
  stays.take();
  network.rule = () => [];
  await clock.pass(5000);
  goes.quit();
  const late = y.enter(R, c);
  // A room that begins on both sides meanwhile.
  const [left, right] = [x.enter(S, a), y.enter(S, b)];
  await clock.pass(15_000);
  stays.take();
  network.rule = () => [0];
  y.reconnect();
  await clock.pass(5000);
  const healed = seen(stays);
  assertEquals(healed.findLast((one) => one.endsWith(" b")), "leave b");
  assertEquals(healed.includes("call c"), true);
  assertEquals(seen(late).filter((one) => one === "call a").length > 0, true);
  assertEquals([seen(left), seen(right)], [["call b"], ["call a"]]);
});

Deno.test("Cluster: cut off for a minute: forgotten on both sides, and found again in 5 s", async () => {
  const { clock, isolate, network } = deployment();
  const [x, y] = [isolate("X"), isolate("Y")];
  const [one, other] = [x.enter(R, a), y.enter(R, b)];
  await clock.pass(3000);
  one.take();
  other.take();
  network.rule = () => [];
  await clock.pass(60_000);
  assertEquals([seen(one), seen(other)], [["away b", "leave b"], ["away a", "leave a"]]);
  network.rule = () => [0];
  y.reconnect();
  await clock.pass(5000);
  assertEquals([seen(one), seen(other)], [["call b"], ["call a"]]);
  one.hear({ type: "client-offer", to: b, sealed });
  await clock.pass(50);
  assertEquals(other.take(), [{ type: "client-offer", from: a, sealed }]);
});

for (const seed of [11, 12, 13, 14]) {
  Deno.test(`Cluster: seed ${seed}: packets twice, shuffled, up to 2 s late: one seat each, all mail`, async () => {
    const { clock, isolate, network } = deployment();
    const random = seeded(seed);
    const delay = () => Math.floor(random() * 2000);
    network.rule = () => random() < 0.3 ? [delay(), delay()] : [delay()];
    const isolates = [isolate("X"), isolate("Y"), isolate("Z")];
    const open = new Map<string, FakeServerSocket>();
    // Members come, go, and move from isolate to isolate, faster than the news of it.
    for (let n = 0; n < 60; n++) {
      const member = [a, b, c][Math.floor(random() * 3)] ?? a;
      const fate = random();
      if (fate < 0.2) open.get(member)?.drop();
      else if (fate < 0.4) open.get(member)?.quit();
      else {
        const at = isolates[Math.floor(random() * 3)];
        const socket = at?.enter(R, member);
        if (socket) open.set(member, socket);
      }
      await clock.pass(delay());
    }
    for (const [n, member] of [a, b, c].entries()) {
      open.get(member)?.drop();
      await clock.pass(8000);
      const socket = isolates[n]?.enter(R, member);
      if (socket) open.set(member, socket);
      await clock.pass(8000);
    }
    await clock.pass(20_000);
    const sockets = [...open.values()];
    assertEquals(sockets.map(({ closedWith }) => closedWith), [null, null, null]);
    assertEquals(isolates.map(({ hub }) => hub.sockets), [1, 1, 1]);
    for (const socket of sockets) socket.take();
    for (const [from, socket] of open) {
      for (const to of open.keys()) {
        if (to !== from) socket.hear({ type: "client-offer", to, sealed });
      }
    }
    await clock.pass(20_000);
    // Nobody is away any more, and nobody is missing, wherever one comes in.
    for (const at of isolates) {
      const newcomer = at.enter(R, d);
      assertEquals(seen(newcomer).sort(), ["here a", "here b", "here c"]);
      newcomer.quit();
      await clock.pass(8000);
    }
    for (const [to, socket] of open) {
      const offers = socket.take().filter(({ type }) => type === "client-offer");
      const senders = offers.map((message) => "from" in message && message.from);
      // It may come twice: a page bears that.
      assertEquals([...new Set(senders)].sort(), [a, b, c].filter((from) => from !== to).sort());
    }
  });
}

Deno.test("Cluster: mail in the name of somebody who does not sit there is refused and counted", async () => {
  const { clock, isolate, connect } = deployment();
  // A clock that shows less than the age of a recording has no notice that is too old.
  await clock.pass(60_000);
  const [x, y] = [isolate("X"), isolate("Y")];
  await clock.pass(1);
  const target = x.enter(R, a);
  y.enter(R, b);
  await clock.pass(50);
  target.take();
  // An isolate with the right key and a fault of its own.
  const connection = connect();
  const rogue = recorded((count) =>
    natsBus({
      node: named("Z"),
      connect: () => Promise.resolve(connection),
      key: "k".repeat(32),
      clock,
      count,
    })
  );
  await clock.pass(1);
  const mail = (from: string, heard = clock.elapsed()) =>
    rogue.mail(
      named("X"),
      writeNotice({
        type: "mail",
        room: R,
        heard,
        to: a,
        message: { type: "client-offer", from, sealed },
      }),
    );
  mail(b);
  mail(c);
  mail(b, clock.elapsed() - 40_000);
  for (const junk of ["{", "[]", '{"type":"seats"}', '{"type":"mail"}', "mail *"]) {
    rogue.mail(named("X"), junk);
  }
  await clock.pass(50);
  assertEquals(x.refused, ["stranger", "stranger", "replayed", ...Array(5).fill("notice")]);
  assertEquals(target.take(), []);
  await rogue.close();
});

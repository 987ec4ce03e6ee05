import { assert, assertEquals } from "@std/assert";
import { type Connection, natsBus } from "../../../signaling/bus/nats.ts";
import { packetCodec } from "../../../signaling/bus/packet.ts";
import { named, recorded } from "../../fakes/bus.ts";
import { fakeClock } from "../../fakes/clock.ts";
import { natsNetwork } from "../../fakes/nats_network.ts";
import { seeded } from "../../fakes/seeded_random.ts";

const KEY = "k".repeat(32);
const [A, B] = [named("A"), named("B")];

/** Processes on one NATS server on a fake clock; `tape` holds what travelled. */
function world() {
  const clock = fakeClock();
  const { network, connect } = natsNetwork(clock);
  const tape: [subject: string, packet: string][] = [];
  const spy = connect();
  for (const to of ["all", A, B, "room.x"]) {
    spy.subscribe(`p.${to}`, {
      callback: (_error, message) => tape.push([`p.${to}`, message.string()]),
    });
  }
  async function process(node: string, open?: () => Promise<Connection>) {
    const connection = connect();
    const bus = recorded((count) =>
      natsBus({
        node,
        connect: open ?? (() => Promise.resolve(connection)),
        prefix: "p",
        key: KEY,
        clock,
        count,
      })
    );
    await clock.pass(1);
    bus.events.length = 0;
    return bus;
  }
  return { clock, network, connect, process, tape };
}

Deno.test("natsBus: a process is silent at 18 s, gone at 33 s, and known again when it is heard", async () => {
  const { clock, network, process } = world();
  const [a, b] = [await process(A), await process(B)];
  await clock.pass(2500);
  network.fate = () => [];
  await clock.pass(15_000);
  assertEquals(a.events, []);
  await clock.pass(3500);
  assertEquals(a.events.splice(0), ["silent B"]);
  network.fate = () => [0];
  await clock.pass(2500);
  assertEquals(a.events.splice(0), ["back B"]);
  network.fate = () => [];
  await clock.pass(36_000);
  assertEquals(a.events.splice(0), ["silent B", "gone B"]);
  network.fate = () => [0];
  await clock.pass(2500);
  a.mail(B, "1 x");
  await clock.pass(100);
  assertEquals([a.events, b.told().heard], [[], { [A]: 1 }]);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("natsBus: mail without a reply is repeated twice, and then reported as lost", async () => {
  const { clock, network, process, tape } = world();
  const [a, b] = [await process(A), await process(B)];
  await clock.pass(2500);
  tape.length = 0;
  network.fate = (subject) => subject === "reply" ? [] : [0];
  a.mail(B, "1 x");
  a.mail(B, "2 x");
  await clock.pass(5900);
  assertEquals(a.events, []);
  await clock.pass(200);
  assertEquals(a.events, ["lost B 2"]);
  assertEquals(tape.filter(([subject]) => subject === `p.${B}`).length, 3);
  // It had them all the same, and three times: pages bear that.
  assertEquals(b.told().counts["received"], 6);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("natsBus: mail to nobody is reported as lost, and so is mail without a connection", async () => {
  const { clock, process } = world();
  const a = await process(A);
  a.mail(named("C"), "1 x");
  await clock.pass(3000);
  assertEquals([a.events.splice(0), a.trouble()], [["lost C 1"], null]);
  const cut = await process(B, () => Promise.reject(new TypeError("refused")));
  cut.mail(A, "1 x");
  await clock.pass(1);
  assertEquals(cut.events, ["lost A 1"]);
  assertEquals(cut.trouble(), "no connection to the bus (TypeError)");
  await Promise.all([a.close(), cut.close()]);
});

for (const seed of [1, 2, 3, 4]) {
  Deno.test(`natsBus: seed ${seed}: a fifth lost, a fifth twice, all shuffled: none is missing unreported`, async () => {
    const { clock, network, process } = world();
    const [a, b] = [await process(A), await process(B)];
    await clock.pass(2500);
    const random = seeded(seed);
    network.fate = () => {
      const luck = random();
      const delay = () => Math.floor(random() * 400);
      return luck < 0.2 ? [] : luck < 0.4 ? [delay(), delay()] : [delay()];
    };
    for (let n = 1; n <= 400; n++) {
      a.mail(B, `${n} x`);
      if (n % 5 === 0) await clock.pass(30);
    }
    await clock.pass(10_000);
    const lost = a.told().counts["lost"] ?? 0;
    assert((b.told().counts["received"] ?? 0) >= 400 - lost);
    assert(lost < 40, `${lost} lost`);
    await Promise.all([a.close(), b.close()]);
  });
}

Deno.test("natsBus: recorded packets are refused by a living receiver once their sender is gone", async () => {
  const { clock, process, tape, connect } = world();
  const [a, b] = [await process(A), await process(B)];
  b.follow("room.x");
  await clock.pass(2500);
  a.mail(B, "1 x");
  a.announce("room.x", "hello");
  await clock.pass(100);
  await a.close();
  await clock.pass(40_000);
  assertEquals(b.events.splice(0), ["announced A hello", "silent A", "gone A"]);
  const replay = connect();
  const recordedThen = tape.filter(([, packet]) => packet.includes(`\n${A} `));
  assert(recordedThen.some(([subject]) => subject === `p.${B}`));
  for (let second = 0; second < 60; second++) {
    for (const [subject, packet] of recordedThen) replay.publish(subject, packet);
    await clock.pass(1000);
  }
  const { heard, counts } = b.told();
  assertEquals(heard, { [A]: 1 });
  assert((counts["replayed"] ?? 0) >= 60);
  // Its beats do not bring it to life, and its announcement asks for what only mail may tell.
  const since = new Set(b.events);
  assertEquals([...since].sort(), ["announced A hello", "gone A", "silent A"]);
  await b.close();
});

Deno.test("natsBus: forged and malformed packets, and those for another, change nothing", async () => {
  const { clock, process, connect } = world();
  const b = await process(B);
  await clock.pass(2500);
  const forge = connect();
  const packet = (key: string, to: string, body: string) =>
    packetCodec(key).write({ from: A, to, beat: 1, heard: 99, body });
  forge.publish(`p.${B}`, packet("x".repeat(32), B, "1 y"));
  for (const junk of ["", "x", "\n", `${"A".repeat(43)} d`, "é".repeat(44)]) {
    forge.publish(`p.${B}`, junk);
  }
  // Signed, but for another: on this subject it says nothing.
  forge.publish(`p.${B}`, packet(KEY, named("C"), "1 y"));
  await clock.pass(100);
  const { heard, counts } = b.told();
  assertEquals([heard, counts["forged"], counts["malformed"]], [{}, 2, 5]);
  await b.close();
});

Deno.test("natsBus: mail that waits for replies is bounded, and what is beyond is reported", async () => {
  const { clock, network, process } = world();
  const [a, b] = [await process(A), await process(B)];
  await clock.pass(2500);
  network.fate = () => [];
  const large = "x".repeat(1 << 20);
  for (let n = 0; n < 70; n++) a.mail(B, `1 ${large}`);
  await clock.pass(10);
  const lost = a.events.filter((event) => event === "lost B 1").length;
  assertEquals(lost, 70 - 32);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("natsBus: an exception in a beat does not end the beats", async () => {
  const { clock, process, connect } = world();
  const connection = connect();
  let fails = 0;
  const failing: Connection = {
    ...connection,
    publish(subject, packet) {
      if (fails-- > 0) throw new Error("closed");
      connection.publish(subject, packet);
    },
  };
  const a = await process(A, () => Promise.resolve(failing));
  const b = await process(B);
  await clock.pass(5000);
  fails = 1;
  await clock.pass(3000).catch(() => {});
  await clock.pass(60_000);
  assertEquals(b.events, []);
  await Promise.all([a.close(), b.close()]);
});

import { assert, assertEquals } from "@std/assert";
import { type Connection, natsBus } from "../../../signaling/bus/nats.ts";
import { sign, subjectsOf } from "../../../signaling/bus/packet.ts";
import { named, NEWS, recorded } from "../../fakes/bus.ts";
import { fakeClock, turn } from "../../fakes/clock.ts";
import { natsNetwork } from "../../fakes/nats_network.ts";
import { seeded } from "../../fakes/seeded_random.ts";

const KEY = "k".repeat(32);
const subjects = subjectsOf(KEY);
const [A, B] = [named("A"), named("B")];

/** Processes on one NATS server on a fake clock; `tape` holds what travelled. */
function world() {
  const clock = fakeClock();
  const { network, connect } = natsNetwork(clock);
  const tape: [to: string, packet: string][] = [];
  const spy = connect();
  for (const to of [A, B]) {
    spy.subscribe(subjects.node(to), {
      callback: (_error, message) => void tape.push([to, message.string()]),
    });
  }
  async function process(node: string, open?: () => Promise<Connection>) {
    const connection = connect();
    const bus = recorded((count) =>
      natsBus({
        node,
        connect: open ?? (() => Promise.resolve(connection)),
        key: KEY,
        clock,
        count,
      })
    );
    await turn();
    bus.events.length = 0;
    return bus;
  }
  return { clock, network, connect, process, tape };
}

Deno.test("natsBus: mail without a reply is repeated twice, and then reported as lost", async () => {
  const { clock, network, process, tape } = world();
  const [a, b] = [await process(A), await process(B)];
  network.rule = (subject) => subject === "reply" ? [] : [0];
  a.mail(B, "1 x");
  a.mail(B, "2 x");
  await clock.pass(6900);
  assertEquals(a.told().counts, { sent: 2 });
  await clock.pass(200);
  assertEquals(a.told().counts, { sent: 2, lost: 2 });
  assertEquals(tape.filter(([to]) => to === B).length, 3);
  // It had them all the same, and three times: pages bear that.
  assertEquals(b.told().counts["received"], 6);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("natsBus: mail to nobody is reported as lost, and so is mail without a connection", async () => {
  const { clock, process } = world();
  const a = await process(A);
  a.mail(named("C"), "1 x");
  await clock.pass(3000);
  assertEquals([a.told().counts["lost"], a.trouble()], [1, null]);
  const cut = await process(B, () => Promise.reject(new TypeError("refused")));
  cut.mail(A, "1 x");
  await clock.pass(1);
  assertEquals(cut.told().counts["lost"], 1);
  assertEquals(cut.trouble(), "no connection to the bus (TypeError)");
  await Promise.all([a.close(), cut.close()]);
});

Deno.test("natsBus: what is sought is heard by whoever follows, and that nobody does is known", async () => {
  const { clock, process } = world();
  const [a, b] = [await process(A), await process(B)];
  b.follow("room.x");
  assertEquals(await a.seek("room.y", NEWS), false);
  const found = a.seek("room.x", NEWS);
  await clock.pass(1);
  assertEquals(await found, true);
  assertEquals(b.events, [`A ${NEWS}`]);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("natsBus: its owner hears when a connection is back, and what it follows then arrives", async () => {
  const { clock, connect, process } = world();
  const [first, second] = [connect(), connect()];
  const opened = [first, second];
  const a = await process(A, () => Promise.resolve(opened.shift() ?? second));
  a.follow("room.x");
  await first.close();
  await turn();
  assertEquals(a.trouble(), "no connection to the bus (closed)");
  await clock.pass(1000);
  assertEquals(a.trouble(), null);
  const b = await process(B);
  b.announce("room.x", NEWS);
  b.mail(A, "1 x");
  await clock.pass(1);
  assertEquals([a.events, a.told().heard], [["restored", `B ${NEWS}`], { [B]: 1 }]);
  await Promise.all([a.close(), b.close()]);
});

for (const seed of [1, 2, 3, 4]) {
  Deno.test(`natsBus: seed ${seed}: a fifth lost, a fifth twice, all shuffled: none is missing unreported`, async () => {
    const { clock, network, process } = world();
    const [a, b] = [await process(A), await process(B)];
    const random = seeded(seed);
    network.rule = () => {
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

Deno.test("natsBus: forged and malformed packets, and those for another, change nothing", async () => {
  const { clock, process, connect } = world();
  const b = await process(B);
  const forge = connect();
  const subject = subjects.node(B);
  const packet = (key: string, to: string) => sign(key, subjects.node(to), [A, "1 y"]);
  forge.publish(subject, packet("x".repeat(32), B));
  for (const junk of ["", "x", "\n", `${"A".repeat(43)} d`, "é".repeat(44)]) {
    forge.publish(subject, junk);
  }
  // Signed, but for another: on this subject it says nothing.
  forge.publish(subject, packet(KEY, named("C")));
  await clock.pass(100);
  const { heard, counts } = b.told();
  assertEquals([heard, counts], [{}, { forged: 7 }]);
  forge.publish(subject, packet(KEY, B));
  await clock.pass(100);
  assertEquals(b.told().heard, { [A]: 1 });
  await b.close();
});

Deno.test("natsBus: mail that waits for replies is bounded, and what is beyond is reported", async () => {
  const { clock, network, process } = world();
  const [a, b] = [await process(A), await process(B)];
  network.rule = () => [];
  const large = "x".repeat(1 << 20);
  for (let n = 0; n < 70; n++) a.mail(B, `1 ${large}`);
  await clock.pass(10);
  assertEquals(a.told().counts["lost"], 70 - 32);
  await Promise.all([a.close(), b.close()]);
});

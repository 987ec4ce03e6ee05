import { assert, assertEquals } from "@std/assert";
import { HELLO, named, NEWS, openBus, type TestBus, type Way } from "../fakes/bus.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Told } from "../harness/isolate.ts";
import { type IsolateWorker, startIsolate } from "../harness/isolate_worker.ts";
import { lacksNats, startNats } from "../harness/nats.ts";

const KEY = "k".repeat(32);
const [A, B] = [named("A"), named("B")];

interface Ground {
  readonly way: Way;
  readonly stop: () => Promise<void>;
}

const grounds: Readonly<Record<string, () => Promise<Ground>>> = {
  isolates: () =>
    Promise.resolve({
      way: { by: "isolates", name: crypto.randomUUID() },
      stop: () => Promise.resolve(),
    }),
  NATS: async () => {
    const nats = await startNats();
    return { way: { by: "nats", url: nats.url }, stop: nats.stop };
  },
  "NATS by WebSocket": async () => {
    const nats = await startNats();
    return { way: { by: "nats", url: nats.socketUrl }, stop: nats.stop };
  },
};

const isolate = (way: Way, node: string) => startIsolate(way, KEY, node);

/** Asks until it is as wanted; what it was last stands in the failure. */
async function eventually(probe: () => Promise<Told>, done: (told: Told) => boolean) {
  const end = performance.now() + 30_000;
  let told = await probe();
  while (!done(told) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    told = await probe();
  }
  assert(done(told), JSON.stringify(told));
  return told;
}

/** Waits until the way between both is open: what follows is not lost for want of a receiver. */
async function greet(bus: TestBus, other: IsolateWorker): Promise<void> {
  await eventually(() => {
    bus.mail(B, HELLO);
    return other.tell();
  }, ({ greeted }) => greeted.includes(bus.node));
  bus.events.length = 0;
}

for (const [name, open] of Object.entries(grounds)) {
  const ignore = name.startsWith("NATS") && lacksNats();

  Deno.test({
    name: `${name}: a burst of 20,000 while the receiver is blocked: all, in order, once`,
    ignore,
    async fn() {
      const { way, stop } = await open();
      const other = await isolate(way, B);
      const bus = openBus(way, KEY, A, other.port);
      await greet(bus, other);
      other.order({ do: "block", ms: 1000 });
      for (let n = 1; n <= 20_000; n++) bus.mail(B, `${n} ${"x".repeat(300)}`);
      const told = await eventually(other.tell, ({ heard }) => (heard[A] ?? 0) >= 20_000);
      assertEquals([told.heard, told.astray], [{ [A]: 20_000 }, 0]);
      other.stop();
      await bus.close();
      await stop();
    },
  });

  Deno.test({
    name: `${name}: both ways at once, turn by turn, with large messages`,
    ignore,
    async fn() {
      const { way, stop } = await open();
      const other = await isolate(way, B);
      const bus = openBus(way, KEY, A, other.port);
      await greet(bus, other);
      other.order({ do: "send", to: A, count: 3000, size: 1200 });
      for (let n = 1; n <= 500; n++) {
        bus.mail(B, `${n} ${"y".repeat(n % 50 === 0 ? 60_000 : 10)}`);
        if (n % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      }
      const theirs = await eventually(other.tell, ({ heard }) => heard[A] === 500);
      const mine = () => Promise.resolve(bus.told());
      const own = await eventually(mine, ({ heard }) => heard[B] === 3000);
      assertEquals([theirs.astray, own.astray], [0, 0]);
      other.stop();
      await bus.close();
      await stop();
    },
  });

  Deno.test({
    name: `${name}: an announcement reaches whoever follows its topic, until it does no longer`,
    ignore,
    async fn() {
      const { way, stop } = await open();
      const other = await isolate(way, B);
      const bus = openBus(way, KEY, A, other.port);
      bus.follow("room.x");
      bus.follow("room.end");
      await greet(bus, other);
      const announce = async (topic: string, text: string) => {
        const before = bus.events.length;
        other.order({ do: "announce", topic, text });
        // It comes after what was announced before it.
        other.order({ do: "announce", topic: "room.end", text: `${NEWS} end` });
        const mine = () => Promise.resolve(bus.told());
        await eventually(mine, () => bus.events.slice(before).includes(`B ${NEWS} end`));
      };
      await announce("room.y", `${NEWS} for others`);
      await announce("room.x", `${NEWS} one`);
      bus.unfollow("room.x");
      await announce("room.x", `${NEWS} two`);
      const news = bus.events.filter((event) => !event.endsWith("end"));
      assertEquals(news, [`B ${NEWS} one`]);
      other.stop();
      await bus.close();
      await stop();
    },
  });

  Deno.test({
    name: `${name}: whether anybody follows a topic is known at once`,
    ignore,
    async fn() {
      const { way, stop } = await open();
      const other = await isolate(way, B);
      const bus = openBus(way, KEY, A, other.port);
      await greet(bus, other);
      // One's own is nobody else.
      for (const topic of ["room.x", "room.y"]) bus.follow(topic);
      assertEquals(await bus.seek("room.x", NEWS), false);
      other.order({ do: "follow", topic: "room.x" });
      await until("it is followed", () => bus.seek("room.x", NEWS));
      assertEquals(await bus.seek("room.y", NEWS), false);
      assertEquals(bus.events, []);
      other.stop();
      await bus.close();
      await stop();
    },
  });

  Deno.test({
    name: `${name}: two deployments with other keys never hear of each other`,
    ignore,
    async fn() {
      const { way, stop } = await open();
      const other = await isolate(way, B);
      const bus = openBus(way, "other".repeat(8), A);
      bus.follow("room.x");
      bus.announce("room.x", NEWS);
      bus.mail(B, "1 intruder");
      const alike = openBus(way, KEY, named("C"), other.port);
      // What is told after it arrives: what was told before it has had its time.
      await greet(alike, other);
      const told = await other.tell();
      assertEquals([told.greeted, told.heard, bus.told().heard], [[named("C")], {}, {}]);
      other.stop();
      await Promise.all([bus.close(), alike.close()]);
      await stop();
    },
  });
}

import { assertEquals } from "@std/assert";
import { isolatesBus } from "../../../signaling/bus/isolates.ts";
import { systemClock } from "../../../signaling/clock.ts";

/** A bus that writes down what it hears, in order. */
function open(node: string, name: string, ...ports: MessagePort[]) {
  const heard: string[] = [];
  const fates: string[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void } | null = null;
  const bus = isolatesBus({
    node,
    channel: new BroadcastChannel(name),
    ports,
    clock: systemClock,
    count: { mail: (fate, messages) => void fates.push(`${fate} ${messages}`), forged() {} },
  });
  bus.listen({
    heard(from, text) {
      heard.push(`${from} ${text}`);
      if (heard.length >= (waiting?.count ?? Infinity)) waiting?.resolve();
    },
    restored() {},
  });
  bus.follow("room");
  /** Resolves when it has heard so many. */
  const hears = (count: number) =>
    new Promise<void>((resolve) => {
      waiting = { count, resolve };
      if (heard.length >= count) resolve();
    });
  return { bus, heard, hears, fates };
}

Deno.test("isolatesBus: an announcement comes once, and before the mail that follows it", async () => {
  const name = crypto.randomUUID();
  const { port1, port2 } = new MessageChannel();
  const [a, b] = [open("A", name, port1), open("B", name, port2)];
  b.bus.announce("room", "here");
  await a.hears(1);
  a.bus.announce("other", "unheard");
  a.bus.announce("room", "seats");
  a.bus.mail("B", "offer");
  await b.hears(2);
  a.bus.mail("B", "end");
  await b.hears(3);
  assertEquals(b.heard, ["A seats", "A offer", "A end"]);
  assertEquals([a.fates, b.fates], [["sent 1", "sent 1"], ["received 1", "received 1"]]);
  await Promise.all([a.bus.close(), b.bus.close()]);
});

Deno.test("isolatesBus: what is sought is heard by whoever follows, and that nobody does is known", async () => {
  const name = crypto.randomUUID();
  const [ab, ac, bc] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
  const a = open("A", name, ab.port1, ac.port1);
  const b = open("B", name, ab.port2, bc.port1);
  const c = open("C", name, ac.port2, bc.port2);
  // What is told before it arrives before it: what they follow, here.
  for (const { bus } of [b, c]) bus.announce("room", "here");
  await Promise.all([a.hears(2), b.hears(1), c.hears(1)]);
  a.heard.length = b.heard.length = c.heard.length = 0;
  assertEquals(await a.bus.seek("other", "unheard"), false);
  assertEquals(await a.bus.seek("room", "who"), true);
  await b.hears(1);
  await c.hears(1);
  c.bus.unfollow("room");
  c.bus.mail("A", "left");
  await a.hears(1);
  assertEquals(await a.bus.seek("room", "again"), true, "one is enough");
  await b.hears(2);
  b.bus.unfollow("room");
  b.bus.mail("A", "left");
  await a.hears(2);
  assertEquals(await a.bus.seek("room", "nobody"), false);
  assertEquals(a.heard, ["C left", "B left"]);
  assertEquals([b.heard, c.heard], [["A who", "A again"], ["A who"]]);
  await Promise.all([a, b, c].map(({ bus }) => bus.close()));
});

Deno.test("isolatesBus: where there is no port, the channel carries both", async () => {
  const name = crypto.randomUUID();
  const [a, b] = [open("A", name), open("B", name)];
  const stranger = open("C", `${name}.other`);
  a.bus.announce("room", "seats");
  a.bus.mail("B", "offer");
  await b.hears(2);
  assertEquals([b.heard.toSorted(), stranger.heard], [["A offer", "A seats"], []]);
  await Promise.all([a, b, stranger].map(({ bus }) => bus.close()));
});

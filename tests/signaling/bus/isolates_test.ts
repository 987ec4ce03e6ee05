import { assertEquals } from "@std/assert";
import { isolatesBus } from "../../../signaling/bus/isolates.ts";
import { systemClock } from "../../../signaling/clock.ts";

/** A bus that writes down what it hears, in order. */
function open(node: string, channel: string) {
  const heard: string[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void } | null = null;
  const bus = isolatesBus({
    node,
    channel: new BroadcastChannel(channel),
    clock: systemClock,
    count: { mail() {}, forged() {} },
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
  return { bus, heard, hears };
}

Deno.test("isolatesBus: an announcement comes once, and before the mail that follows it", async () => {
  const name = crypto.randomUUID();
  const [a, b] = [open("A", name), open("B", name)];
  const { port1, port2 } = new MessageChannel();
  a.bus.join(port1);
  b.bus.join(port2);
  a.bus.mail("B", "ready");
  b.bus.mail("A", "ready");
  await Promise.all([a.hears(1), b.hears(1)]);
  a.bus.announce("room", "seats");
  a.bus.mail("B", "offer");
  await b.hears(3);
  a.bus.mail("B", "end");
  await b.hears(4);
  assertEquals(b.heard, ["A ready", "A seats", "A offer", "A end"]);
  await Promise.all([a.bus.close(), b.bus.close()]);
});

Deno.test("isolatesBus: where there is no port, the channel carries both", async () => {
  const name = crypto.randomUUID();
  const [a, b, stranger] = [open("A", name), open("B", name), open("C", `${name}.other`)];
  a.bus.announce("room", "seats");
  a.bus.mail("B", "offer");
  await b.hears(2);
  assertEquals([b.heard.toSorted(), stranger.heard], [["A offer", "A seats"], []]);
  await Promise.all([a, b, stranger].map(({ bus }) => bus.close()));
});

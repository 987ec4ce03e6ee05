import type { Bus } from "../signaling/bus/bus.ts";
import { HELLO, named, openBus, type Way } from "../tests/fakes/bus.ts";
import { startIsolate } from "../tests/harness/isolate_worker.ts";
import { lacksNats, startNats } from "../tests/harness/nats.ts";
import { median } from "../tests/harness/median.ts";
import { threads } from "./server.ts";

// Processor time of this process for one line of 1.2 kB from one isolate to another.
// The floor is a bare MessagePort that carries the same lines, as many to a message.
const LIMIT = 2.5;
const ROUNDS = 15;
const LINES = 6000;
/** Messages that one turn of the event loop sends. */
const BATCH = 30;
const KEY = "k".repeat(32);
const ISOLATES = "isolates";
const [A, D, E] = [named("A"), named("D"), named("E")];
const text = "x".repeat(1200);

/** One way between two isolates, the other of which can be asked how much has come. */
interface Side {
  readonly name: string;
  readonly bus: Pick<Bus, "mail">;
  readonly to: string;
  heard(): Promise<number>;
  sent: number;
  readonly costs: number[];
  readonly trips: number[];
}

function make(name: string, bus: Side["bus"], to: string, heard: () => Promise<number>): Side {
  return { name, bus, to, heard, sent: 0, costs: [], trips: [] };
}

async function side(name: string, way: Way, node: string): Promise<Side> {
  const { port, tell } = await startIsolate(way, KEY, node);
  const bus = openBus(way, KEY, A, port);
  // The way is open when the first hello arrives.
  while (!(await tell()).greeted.includes(A)) bus.mail(node, HELLO);
  return make(name, bus, node, async () => (await tell()).heard[A] ?? 0);
}

/** Asking costs too: seldom while processor time is counted, at once while a trip is. */
async function until(side: Side, pause = 0): Promise<void> {
  while (await side.heard() < side.sent) {
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function round(side: Side): Promise<void> {
  const cpu = threads(Deno.pid);
  for (let n = 0; n < LINES; n += BATCH) {
    for (let i = 0; i < BATCH; i++) side.bus.mail(side.to, `${++side.sent} ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await until(side, 10);
  side.costs.push((threads(Deno.pid) - cpu) * 1e6 / LINES);
  const began = performance.now();
  side.bus.mail(side.to, `${++side.sent} ${text}`);
  await until(side);
  side.trips.push(performance.now() - began);
}

/** A bare port: what the bus of isolates is measured against. */
async function barePort(): Promise<Side> {
  const worker = new Worker(new URL("./bare_port.ts", import.meta.url), { type: "module" });
  const { port1, port2 } = new MessageChannel();
  let heard = 0;
  let wake = () => {};
  port1.onmessage = ({ data }) => {
    heard = data;
    wake();
  };
  await new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  worker.postMessage(port2, [port2]);
  let waiting: string[] = [];
  const mail = (_node: string, line: string) => {
    if (waiting.push(line) > 1) return;
    setTimeout(() => {
      port1.postMessage(waiting);
      waiting = [];
    }, 0);
  };
  return make("bare port", { mail }, "", () => {
    const answered = new Promise<number>((resolve) => wake = () => resolve(heard));
    port1.postMessage("tell");
    return answered;
  });
}

const sides = [
  await barePort(),
  await side(ISOLATES, { by: "isolates", name: "two" }, D),
];
const nats = lacksNats() ? null : await startNats();
if (nats) sides.push(await side("NATS", { by: "nats", url: nats.url }, E));
for (const side of sides) await round(side);
for (const side of sides) side.costs.length = side.trips.length = 0;
for (let i = 0; i < ROUNDS; i++) {
  for (const side of i % 2 ? sides : sides.toReversed()) await round(side);
}

const floor = median(sides[0]?.costs ?? []);
for (const { name, costs, trips } of sides) {
  const ratio = median(costs.map((cost, i) => cost / (sides[0]?.costs[i] ?? NaN)));
  console.log(
    `bus: ${name} ${median(costs).toFixed(1)} µs a line of 1.2 kB, ${ratio.toFixed(2)} times ` +
      `a bare port (${floor.toFixed(1)} µs); a single line is there and told of in ` +
      `${median(trips).toFixed(2)} ms`,
  );
  if (name === ISOLATES && !(ratio <= LIMIT)) Deno.exitCode = 1;
}
await nats?.stop();
Deno.exit(Deno.exitCode);

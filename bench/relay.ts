import { median } from "../tests/harness/median.ts";
import { connectTcp, textFrame } from "./tcp_client.ts";
import { buildAhead, member, type Server, startServer } from "./server.ts";

// Processor time of the server for one relayed message of 1.2 kB, against a bare relay.
const LIMIT = 1.25;
// Many and short, turn about: what else the machine does falls on both alike.
const ROUNDS = 101;
const PAIRS = 8;
const MESSAGES = 500;

interface Pair {
  run(messages: number): Promise<void>;
}

async function pair(server: Server, room: string): Promise<Pair> {
  const [one, two] = [await member(), await member()];
  const left = await connectTcp(server.address, room, one.protocols);
  await left.receive(1);
  const right = await connectTcp(server.address, room, two.protocols);
  await right.receive(1);
  // Only ours announces the newcomer.
  if (server === visavis) await left.receive(1);
  const offer = (to: string) =>
    textFrame(JSON.stringify({ type: "client-offer", to, sealed: "x".repeat(1_130) }));
  const [there, back] = [offer(two.id), offer(one.id)];
  return {
    async run(messages) {
      for (let i = 0; i < messages; i += 2) {
        await left.send(there);
        await right.receive(1);
        await right.send(back);
        await left.receive(1);
      }
    },
  };
}

async function round(server: Server, pairs: readonly Pair[], messages: number): Promise<number> {
  const before = server.cpu();
  await Promise.all(pairs.map((one) => one.run(messages)));
  return (server.cpu() - before) * 1e6 / (pairs.length * messages);
}

await buildAhead();
await using floor = await startServer("bench/bare_relay.ts");
await using visavis = await startServer("main.ts", {
  WORKERS: "1",
  RATE_MESSAGES: "1000000",
  RATE_BYTES: "100000000000",
});
const pairsOf = (server: Server) =>
  Promise.all(Array.from({ length: PAIRS }, (_, i) => pair(server, `${i}`.padStart(22, "A"))));
const sides = [
  { server: floor, pairs: await pairsOf(floor), costs: new Array<number>() },
  { server: visavis, pairs: await pairsOf(visavis), costs: new Array<number>() },
] as const;
for (const { server, pairs } of sides) await round(server, pairs, 40 * MESSAGES);
for (let i = 0; i < ROUNDS; i++) {
  // Turn about, so that neither always runs first.
  for (const { server, pairs, costs } of i % 2 ? sides : sides.toReversed()) {
    costs.push(await round(server, pairs, MESSAGES));
  }
}
const [bare, ours] = sides.map(({ costs }) => median(costs));
const ratios = sides[0].costs.map((cost, i) => (sides[1].costs[i] ?? NaN) / cost);
const ratio = median(ratios);
const quartile = (n: number) => ratios.toSorted((a, b) => a - b)[Math.floor(n * ROUNDS / 4)] ?? NaN;
console.log(
  `relay: ${ours?.toFixed(1)} µs a message, bare relay ${bare?.toFixed(1)} µs, ` +
    `ratio ${ratio.toFixed(2)} (at most ${LIMIT}; ${ROUNDS} rounds, half of them between ` +
    `${quartile(1).toFixed(2)} and ${quartile(3).toFixed(2)})`,
);
if (!(ratio <= LIMIT)) Deno.exitCode = 1;

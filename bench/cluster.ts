import { median } from "../tests/harness/median.ts";
import { connectTcp, type TcpClient, textFrame } from "./tcp_client.ts";
import { buildAhead, member, type Server, startServer } from "./server.ts";

// How the cost of a relayed message of 1.2 kB grows with isolates and rooms, against one isolate
// with few rooms in the same run; and what 10,000 members on two isolates cost. Nothing here has a
// limit: two cores serve the clients as well.
const ROOMS = 2_500;
const FEW = 100;
const MEMBERS = 4;
const ROUNDS = 7;
const MESSAGES = 40;
const LANES = 32;

interface Pair {
  readonly left: TcpClient;
  readonly right: TcpClient;
  readonly there: Uint8Array;
}

/** Runs `work` for 0 to `count` − 1, some at once. */
async function lanes(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Fills rooms with members, and gives the first two of each as a pair. */
async function fill(server: Server, rooms: number, members: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  await lanes(rooms, async (n) => {
    const room = `room${n}`.padEnd(22, "_");
    const sockets: TcpClient[] = [];
    const ids: string[] = [];
    for (let i = 0; i < members; i++) {
      const { id, protocols } = await member();
      const socket = await connectTcp(server.address, room, protocols, 1 << 13);
      // The welcome, and for each member who is there already a word in either order: each of
      // them hears of this one, and this one of those whom another isolate holds.
      await socket.until("welcome");
      sockets.push(socket);
      ids.push(id);
    }
    const [left, right] = sockets;
    const [, to] = ids;
    if (!left || !right || !to) throw new Error("a room needs two");
    // Both know each other once the second is called by name somewhere in what the first heard.
    await left.until(to);
    const body = { type: "client-offer", to, sealed: "x".repeat(1_130) };
    pairs.push({ left, right, there: textFrame(JSON.stringify(body)) });
  });
  return pairs;
}

async function relay(server: Server, pairs: readonly Pair[]): Promise<number> {
  const before = server.cpu();
  await lanes(pairs.length, async (n) => {
    const pair = pairs[n];
    for (let i = 0; pair && i < MESSAGES; i++) {
      await pair.left.send(pair.there);
      await pair.right.until("client-offer");
    }
  });
  return (server.cpu() - before) * 1e6 / (pairs.length * MESSAGES);
}

await buildAhead();
const env = {
  RATE_MESSAGES: "1000000",
  RATE_BYTES: "100000000000",
  MAX_CONNS: "100000",
  MEMORY_MIB: "4096",
};
const servers = await Promise.all([1, 2, 4].map(async (isolates) => {
  const server = await startServer("main.ts", { ...env, WORKERS: `${isolates}` });
  return { server, isolates, pairs: await fill(server, FEW, 2), costs: new Array<number>() };
}));
for (const { server, pairs } of servers) await relay(server, pairs);
for (let i = 0; i < ROUNDS; i++) {
  for (const { server, pairs, costs } of i % 2 ? servers : servers.toReversed()) {
    costs.push(await relay(server, pairs));
  }
}
const base = servers[0]?.costs ?? [];
const against = (costs: readonly number[]) =>
  median(costs.map((cost, i) => cost / (base[i] ?? NaN))).toFixed(2);
for (const { isolates, costs } of servers) {
  console.log(
    `cluster: ${FEW} rooms on ${isolates} isolates, ${median(costs).toFixed(1)} µs a message, ` +
      `${against(costs)} times one isolate`,
  );
}
const [, two] = servers;
if (two) {
  const before = two.server.resident();
  const began = performance.now();
  const pairs = await fill(two.server, ROOMS, MEMBERS);
  const seconds = (performance.now() - began) / 1000;
  const members = ROOMS * MEMBERS;
  const kib = (two.server.resident() - before) / members / 1024;
  const costs: number[] = [];
  for (let i = 0; i < 3; i++) costs.push(await relay(two.server, pairs));
  console.log(
    `cluster: ${members} members in ${ROOMS} rooms on two isolates: ` +
      `${Math.round(members / seconds)} joins a second with the clients on the same cores, ` +
      `${kib.toFixed(1)} KiB a member; ${median(costs).toFixed(1)} µs a message, ` +
      `${(median(costs) / median(two.costs)).toFixed(2)} times that of ${FEW} rooms`,
  );
}
for (const { server } of servers) await server[Symbol.asyncDispose]();
Deno.exit();

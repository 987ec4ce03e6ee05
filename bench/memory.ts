import { buildAhead, join, member, type Server, startServer } from "./server.ts";

// Resident memory of one idle socket, against a bare relay that holds as many.
const LIMIT = 1.3;
const SOCKETS = 2_000;
const ROOM = 4;
const ROUNDS = 3;

async function cost(program: string, env: Readonly<Record<string, string>>): Promise<number> {
  await using server = await startServer(program, env);
  // The first sockets pay for code that is compiled once.
  await crowd(server, 200, "W");
  const before = await settled(server);
  await crowd(server, SOCKETS, "R");
  return (await settled(server) - before) / SOCKETS;
}

async function crowd(server: Server, count: number, prefix: string): Promise<void> {
  for (let i = 0; i < count; i += 50) {
    await Promise.all(Array.from({ length: 50 }, async (_, j) => {
      const { protocols } = await member();
      await join(server, `${prefix}${Math.floor((i + j) / ROOM)}`.padEnd(22, "_"), protocols);
    }));
  }
}

/** Memory once it no longer moves. */
async function settled(server: Server): Promise<number> {
  let last = server.resident();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = server.resident();
    if (Math.abs(now - last) < 128 * 1024) return now;
    last = now;
  }
}

await buildAhead();
const ratios: number[] = [];
const costs: [number, number][] = [];
for (let i = 0; i < ROUNDS; i++) {
  const bare = await cost("bench/bare_relay.ts", {});
  const ours = await cost("main.ts", { MAX_CONNS: "100000", WORKERS: "1" });
  ratios.push(ours / bare);
  costs.push([ours, bare]);
}
const ratio = ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
console.log(
  `memory: ratio ${
    ratio.toFixed(2)
  } (at most ${LIMIT}; ${SOCKETS} idle sockets, rounds of ours/bare: ${
    costs.map(([a, b]) => `${(a / 1024).toFixed(1)}/${(b / 1024).toFixed(1)} KiB`).join(", ")
  })`,
);
if (!(ratio <= LIMIT)) Deno.exitCode = 1;

// Visitors that mean no good, in a process of their own: `attacker.ts <port> <greedy|many>`.
// With SIGTERM it prints what became of it, as JSON.
import { freshRoom, handshake } from "./handshake.ts";
import { closeCode, connect, frame } from "./tcp_client.ts";

const [port = "", kind = ""] = Deno.args;
const host = `127.0.0.1:${port}`;
const counts: Record<string, number> = {};
const add = (what: string) => counts[what] = (counts[what] ?? 0) + 1;
const idle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
Deno.addSignalListener("SIGTERM", () => {
  console.log(JSON.stringify(counts));
  Deno.exit();
});

/** Comes in from an address, does its worst, and says how it ended. */
async function visit(address: string, worst: readonly Uint8Array[], pace: number): Promise<void> {
  using raw = await connect(Number(port));
  await raw.send((await handshake(freshRoom(), host, { "X-Forwarded-For": address })).text);
  const status = (await raw.until(/\r\n\r\n/)).slice(9, 12);
  add(status);
  if (status !== "101") return;
  const ended = raw.frame(8).then((payload) => `closed ${closeCode(payload)}`);
  try {
    for (const one of worst) {
      await raw.send(one);
      if (pace > 0) await idle(pace);
    }
  } catch {
    // The server has hung up.
  }
  add(await Promise.race([ended, idle(500).then(() => "stayed")]));
}

const text = (message: object) => frame(0x81, JSON.stringify(message));
const repeat = (times: number, one: Uint8Array) => new Array<Uint8Array>(times).fill(one);
const to = "t".repeat(22);

/** Ten times what each limit allows. */
const TEN_TIMES = [
  repeat(2000, text({ type: "client-call" })),
  repeat(2000, text({ type: "client-candidate", to, sealed: "c2VhbGVk" })),
  repeat(80, text({ type: "client-offer", to, sealed: "A".repeat(32 * 1024) })),
  repeat(30, frame(0x81, "{")),
  repeat(10, frame(0x81, "x".repeat(70_000))),
  repeat(2000, frame(0x89, "ping")),
  repeat(60, text({ type: "client-ice" })),
];

console.log(`attacking http://${host}/`);
if (kind === "greedy") {
  // One address, forty sockets at a time, until nobody lets it in any more and beyond.
  await Promise.all(Array.from({ length: 40 }, async (_, lane) => {
    for (let n = lane;; n++) {
      const worst = TEN_TIMES[n % TEN_TIMES.length] ?? [];
      await visit("203.0.113.9", worst, 0).catch(() => add("broken"));
      await idle(20);
    }
  }));
} else {
  // Three hundred addresses, each of which keeps every limit.
  const calm = repeat(1_000_000, text({ type: "client-offer", to, sealed: "A".repeat(1200) }));
  await Promise.all(Array.from({ length: 300 }, async (_, n) => {
    const come = (): Promise<void> => visit(`198.51.${n >> 8}.${n & 255}`, calm, 50).catch(come);
    await come();
  }));
  await idle(3_600_000);
}

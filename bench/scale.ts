import { natsBus } from "../signaling/bus/nats.ts";
import { subjectsOf } from "../signaling/bus/packet.ts";
import { type Cluster, openCluster } from "../signaling/cluster/cluster.ts";
import { natsNetwork } from "../tests/fakes/nats_network.ts";

// What NATS carries for many processes: real buses and clusters on one simulated server and clock.
// Counts of messages have no noise, so there is no floor, and nothing here has a limit.
const ROOMS = 20;
const MEMBERS = 2;
const IDLE_S = 60;
const KEY = "k".repeat(32);

/** A clock for thousands of timers at once: those of one millisecond run together. */
function simulatedClock() {
  const due = new Map<number, { run: () => void; signal: AbortSignal | null }[]>();
  let now = 0;
  const add = (at: number, run: () => void, signal: AbortSignal | null) => {
    const timers = due.get(at) ?? [];
    due.set(at, timers);
    timers.push({ run, signal });
  };
  return {
    now: () => now,
    elapsed: () => now,
    soon: (run: () => void) => add(now, run, null),
    later: (ms: number, run: () => void, signal: AbortSignal) =>
      add(now + Math.ceil(ms), run, signal),
    async pass(ms: number): Promise<void> {
      for (const end = now + ms; now <= end; now++) {
        for (let timers = due.get(now); timers; timers = due.get(now)) {
          due.delete(now);
          for (const { run, signal } of timers) if (!signal?.aborted) run();
          // What waits for a reply goes on: a few promises deep.
          for (let turns = 0; turns < 8; turns++) await null;
        }
      }
    },
  };
}

interface Counts {
  /** Messages that processes send, and those that NATS delivers. */
  readonly sent: number;
  readonly delivered: number;
}

const name = (n: number) => `${n}`.padEnd(22, "_");
/** Number of a room that begins later than the others. */
const LATE = 99_999_999;

/** So many processes, each with rooms of its own; `shared` of them have a member elsewhere, too. */
async function deployment(processes: number, shared: number) {
  const clock = simulatedClock();
  const { network, connect } = natsNetwork(clock);
  const counts = { sent: 0, delivered: 0 };
  network.rule = () => {
    counts.delivered++;
    return [1];
  };
  const late = subjectsOf(KEY).topic(name(LATE));
  let announcements = 0;
  network.onSubject = (subject) => {
    counts.sent++;
    if (subject === late) announcements++;
  };
  const connections = Array.from({ length: processes }, connect);
  const life = new AbortController();
  const clusters = connections.map((connection, n): Cluster => {
    const bus = natsBus({
      node: name(n),
      connect: () => Promise.resolve(connection),
      key: KEY,
      clock,
      count: { mail() {}, forged() {} },
    });
    const cluster = openCluster({ bus, clock, maxViewers: 20, refused() {}, signal: life.signal });
    cluster.open({ changed() {}, yielded() {}, mail() {} });
    return cluster;
  });
  await clock.pass(100);
  const join = (n: number, room: string, member: string) => clusters[n]?.seat(room, member);
  for (let n = 0; n < processes; n++) {
    for (let r = 0; r < ROOMS; r++) {
      const room = name(n * ROOMS + r);
      for (let m = 0; m < MEMBERS; m++) {
        const elsewhere = m > 0 && r < shared ? (n + 1) % processes : n;
        join(elsewhere, room, name(m));
      }
    }
  }
  // Past the first announcements of a new room, and between two ticks.
  await clock.pass(150_500);
  async function during(run: () => void, seconds: number): Promise<Counts> {
    const before = { ...counts };
    run();
    // News of the connections arrives by itself.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await clock.pass(seconds * 1000);
    return { sent: counts.sent - before.sent, delivered: counts.delivered - before.delivered };
  }
  return { connections, join, during, announcements: () => announcements };
}

const told = (what: string, { sent, delivered }: Counts, per: number, unit: string) =>
  console.log(
    `scale: ${what}: ${(sent / per).toFixed(2)} sent, ${
      (delivered / per).toFixed(2)
    } delivered ${unit}`,
  );

for (const processes of [10, 50, 200]) {
  const { during, connections, join, announcements } = await deployment(processes, 0);
  const idle = await during(() => {}, IDLE_S);
  const rooms = processes * ROOMS;
  told(
    `${processes} processes, ${ROOMS} rooms each, idle`,
    idle,
    rooms * IDLE_S,
    "a room and second",
  );
  await during(() => join(0, name(LATE), name(0)), 10);
  console.log(`scale:   a room that begins: ${announcements()} announcements in 10 s`);
  const restart = await during(() => {
    for (const one of connections) one.restart();
  }, 3);
  told("  NATS was away, within 3 s", restart, rooms, "a room");
}
const processes = 10;
const rooms = processes * ROOMS;
const { during, connections } = await deployment(processes, ROOMS);
const idle = await during(() => {}, IDLE_S);
told("not routed, every room on two processes, idle", idle, rooms * IDLE_S, "a room and second");
const restart = await during(() => {
  for (const one of connections) one.restart();
}, 2);
told("  NATS was away, within 3 s", restart, rooms, "a room");
Deno.exit();

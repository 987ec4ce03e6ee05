/**
 * The longest gap between decoded frames, per fault and pair of browsers, as a Markdown table; the
 * floor is the fault's own length. `deno task bench recovery [runs]`: Linux, root, nftables.
 */
import { start } from "../tests/harness/browser/browsers.ts";
import { smallDevices } from "../tests/harness/browser/small_devices.ts";
import type { Kind } from "../tests/harness/browser/browser_binaries.ts";
import { initials, type Pair, PAIRS } from "../tests/harness/browser/meeting.ts";
import { isolated } from "../tests/harness/browser/fault_namespace.ts";
import { assertHealthyCall } from "../tests/harness/browser/assert_healthy_call.ts";
import { proxySockets, type SocketProxy } from "../tests/harness/browser/socket_proxy.ts";
import { room } from "../tests/harness/browser/room_link.ts";
import { serve, type Server } from "../tests/harness/browser/server.ts";
import { visit, type Visitor } from "../tests/harness/browser/visitor.ts";
import { lasts } from "../tests/harness/browser/wait_until.ts";
import { median } from "../tests/harness/median.ts";
import { gauge, readGap, resetGap } from "./picture_gap.ts";

const RUNS = Math.max(1, Number(Deno.args[0] ?? 3));

if (Deno.env.get("VISAVIS_NAMESPACE") !== "1") {
  const again = ["run", "-A", "--no-check", import.meta.filename ?? "", ...Deno.args];
  const { code } = await isolated(Deno.execPath(), again).spawn().status;
  Deno.exitCode = code;
} else {
  await bench();
}

interface Couple {
  readonly people: readonly [Visitor, Visitor];
  readonly proxies: readonly SocketProxy[];
}

/** Targets of a fault: a call of each pair, all on one server and one network. */
interface Scene {
  readonly couples: readonly Couple[];
  /** Kills the server, and starts it on the same port. */
  restart(): Promise<void>;
}

interface Trial {
  readonly name: string;
  /** The fault's own length, in seconds. */
  readonly floor: number;
  run(scene: Scene): Promise<void>;
}

async function trials(): Promise<Trial[]> {
  const { blackhole, oneWay } = await import("../tests/network/nft.ts");
  const { ports } = await import("../tests/network/ports.ts");
  const gone = (seconds: number): Trial => ({
    name: `no UDP for ${seconds} s`,
    floor: seconds,
    async run() {
      await using fault = await blackhole();
      await lasts(seconds * 1000);
      if (await fault.dropped() === 0) throw new Error("nothing was dropped");
    },
  });
  return [
    { name: "server killed, back at once", floor: 0, run: ({ restart }) => restart() },
    {
      name: "both sockets reset",
      floor: 0,
      run({ couples }) {
        for (const one of couples.flatMap(({ proxies }) => proxies)) one.reset();
        return lasts(3000);
      },
    },
    gone(3),
    gone(8),
    gone(20),
    {
      name: "UDP one way only, for good",
      floor: 0,
      async run({ couples }) {
        const [anns, bobs] = [0, 1].map((at) =>
          couples.map(({ people }) => people[at === 0 ? 0 : 1])
        );
        const all = async (some: readonly Visitor[] = []) =>
          (await Promise.all(some.map(ports))).flat();
        await using fault = await oneWay(await all(anns), await all(bobs));
        await Promise.all(couples.map(({ people }) => assertHealthyCall(people, 60_000)));
        if (await fault.dropped() === 0) throw new Error("nothing was dropped");
      },
    },
  ];
}

/** A call of each pair, and one trial after the other in them; gives the gaps of each pair in ms. */
async function round(
  browsers: Record<Kind, Awaited<ReturnType<typeof start>>>,
  list: readonly Trial[],
): Promise<number[][]> {
  let server: Server = await serve();
  const { port } = server;
  const come = async (kind: Kind, name: string, { origin }: SocketProxy, place: string) => {
    const href = `${origin}/#/${place}?name=${name}&join=1&mic=1&cam=1`;
    const visitor = await visit(browsers[kind], href, { before: [smallDevices, gauge] });
    await visitor.on("call");
    return visitor;
  };
  const meet = async ([first, second]: Pair): Promise<Couple> => {
    const proxies = [await proxySockets(port), await proxySockets(port)] as const;
    const place = room();
    const ann = await come(first, "Ann", proxies[0], place);
    return { people: [ann, await come(second, "Bob", proxies[1], place)], proxies };
  };
  const couples: Couple[] = [];
  for (const pair of PAIRS) couples.push(await meet(pair));
  const restart = async () => {
    await server.stop("SIGKILL");
    server = await serve({ PORT: String(port) });
  };
  const well = () => Promise.all(couples.map(({ people }) => assertHealthyCall(people, 60_000)));
  const gaps: number[][] = couples.map(() => []);
  try {
    for (const trial of list) {
      await well();
      const everybody = couples.flatMap(({ people }) => people);
      await Promise.all(everybody.map(({ page }) => page.evaluate(resetGap)));
      await trial.run({ couples, restart });
      await well();
      for (const [at, { people }] of couples.entries()) {
        const both = await Promise.all(people.map(({ page }) => page.evaluate(readGap)));
        gaps[at]?.push(Math.max(...both));
      }
    }
  } finally {
    for (const { people, proxies } of couples) {
      for (const one of people) await one.close();
      for (const one of proxies) await one[Symbol.asyncDispose]();
    }
    await server.stop();
  }
  return gaps;
}

async function bench(): Promise<void> {
  const list = await trials();
  const browsers = { chromium: await start("chromium"), firefox: await start("firefox") };
  const found: number[][][] = [];
  try {
    for (let at = 0; at < RUNS; at++) found.push(await round(browsers, list));
  } finally {
    for (const browser of Object.values(browsers)) await browser.close();
  }
  const names = PAIRS.map(initials);
  console.log(`Longest gap between decoded frames in s, median (worst) of ${RUNS}; C and F are`);
  console.log("Chromium and Firefox, who was there first and who came.\n");
  console.log(`| fault | its own length | ${names.join(" | ")} |`);
  console.log(`| --- | --- |${names.map(() => " --- |").join("")}`);
  for (const [at, { name, floor }] of list.entries()) {
    const cells = names.map((_, pair) => {
      const gaps = found.map((one) => (one[pair]?.[at] ?? NaN) / 1000);
      return `${median(gaps).toFixed(2)} (${Math.max(...gaps).toFixed(2)})`;
    });
    console.log(`| ${name} | ${floor} | ${cells.join(" | ")} |`);
  }
}

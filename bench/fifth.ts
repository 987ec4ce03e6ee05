/**
 * Time until the fifth person sees all four others, against the time until the second sees the
 * first, for the call and for a bare mesh, interleaved in one run: `deno run -A bench/fifth.ts
 * [rounds] [loopback|delayed] [full]`, on Linux. All who wait share one browser; the newcomer has
 * another. The cameras are small and slow, and those who wait are silent, so that two cores rest
 * while nobody comes; with `full` it is the browser's own devices, and nothing is limited: four
 * waiting pages fill two cores.
 */
import { start } from "../tests/harness/browser/browsers.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { median } from "../tests/harness/median.ts";
import { serveBare } from "./bare/serve.ts";
import { chosenWays } from "./delay.ts";
import { processorTime } from "./processor_time.ts";
import { smallCamera } from "./small_camera.ts";
import {
  callLink,
  interleave,
  lastFrame,
  linkMedians,
  medians,
  type Runs,
  type Subject,
} from "./visits.ts";

const ROUNDS = Math.max(1, Number(Deno.args.find((word) => /^\d+$/.test(word)) ?? 5));
const FULL = Deno.args.includes("full");
/**
 * Times the second person. On loopback five pages share what the second has for two, so there it
 * may be so many times the bare mesh's fifth instead.
 */
const LIMIT = 1.5;
const BARE_LIMIT = 1.2;
/**
 * Share of the machine below which those who wait are at rest, and the time that they may need.
 * They wait long enough for Chromium to end the last visit's camera service: who comes starts one.
 */
const REST = { share: 0.3, afterMs: 8000, withinMs: 20_000 };
const STEP_MS = 1000;

type Who = "host" | "newcomer";

/** Shares of the machine, and processor time in ms, of the visits of one subject. */
interface Load {
  /** Of those who wait, while nobody comes. */
  readonly waiting: number[];
  /** Of everybody, until the newcomer sees all. */
  readonly joining: number[];
  readonly joiningMs: number[];
}

const server = await serve();
const bareServer = serveBare();
const camera = await smallCamera();
const args = FULL ? [] : camera.args;
const [host, newcomer] = [await start("chromium", { args }), await start("chromium", { args })];
const browsers = { host, newcomer };
/** Those who wait have no microphone on. */
const isSilent = (who: Who) => !FULL && who === "host";
const ours = {
  name: "ours",
  port: server.port,
  link: (port: number, key: string, who: Who) => callLink(port, key, "", isSilent(who)),
  browsers,
  draws: true,
  stands: true,
};
const bare = {
  name: "bare mesh",
  port: bareServer.addr.port,
  link: (port: number, key: string, who: Who) =>
    `http://127.0.0.1:${port}/mesh?${key}${isSilent(who) ? "#silent" : ""}`,
  browsers,
  draws: false,
};

/** Processor time of browsers, from now on. */
async function watch(...watched: readonly (typeof host)[]) {
  const used = async () => {
    const all = watched.map((one) => processorTime(one.process()?.pid ?? 0));
    return (await Promise.all(all)).reduce((sum, one) => sum + one, 0) * 1000;
  };
  const [from, before] = [performance.now(), await used()];
  return async () => {
    const ms = await used() - before;
    return { ms, share: ms / (performance.now() - from) / navigator.hardwareConcurrency };
  };
}

/** Waits until those who wait take little of the machine; gives the share. */
async function calm(): Promise<number> {
  for (const began = performance.now();;) {
    const taken = await watch(host);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    const { share } = await taken();
    const waited = performance.now() - began;
    if (waited > (share < REST.share ? REST.afterMs : REST.withinMs)) return share;
  }
}

function loaded(
  subject: Omit<Subject, "others" | "rest">,
  others: number,
): { subject: Subject; load: Load } {
  const load: Load = { waiting: [], joining: [], joiningMs: [] };
  async function rest() {
    load.waiting.push(await calm());
    const taken = await watch(host, newcomer);
    return async () => {
      const { ms, share } = await taken();
      load.joining.push(share);
      load.joiningMs.push(ms);
    };
  }
  return { subject: { ...subject, others, rest }, load };
}

const percent = (shares: readonly number[]) => `${(100 * median(shares)).toFixed(0)} %`;

function describe(kind: keyof Runs, { subject, load }: ReturnType<typeof loaded>, runs: Runs) {
  const visits = runs[kind];
  console.log(
    `${kind}, ${subject.name}, ${subject.others} waiting: ${lastFrame(visits).toFixed(0)} ms; ` +
      `the machine: ${percent(load.waiting)} by those who wait, ${percent(load.joining)} by all ` +
      `until then, ${median(load.joiningMs).toFixed(0)} ms of processor`,
  );
  console.log(`  newcomer     ${medians(visits.map((one) => one.newcomer))}`);
  console.log(`  connections  ${linkMedians(visits)}`);
  console.log(`  host         ${medians(visits.map((one) => one.host))}`);
}

/** Measures by one way, prints it, and returns how many ratios are above what they may be. */
async function compare(name: string, oneWayMs: number): Promise<number> {
  const subjects = [ours, bare].flatMap((one) => [1, 4].map((others) => loaded(one, others)));
  const rows = await interleave(subjects.map(({ subject }) => subject), ROUNDS, oneWayMs);
  console.log(`${name}, a frame of everybody: ${ROUNDS} rounds, medians in ms from the navigation`);
  let above = 0;
  for (const kind of ["cold", "warm"] as const) {
    for (const [at, one] of subjects.entries()) {
      const runs = rows[at];
      if (runs) describe(kind, one, runs);
    }
    const [second = NaN, fifth = NaN, bareSecond = NaN, bareFifth = NaN] = rows.map((runs) =>
      lastFrame(runs[kind])
    );
    const [times, timesBare] = [fifth / second, fifth / bareFifth];
    const isGood = times <= LIMIT || oneWayMs === 0 && timesBare <= BARE_LIMIT;
    if (!FULL && !isGood) above++;
    console.log(
      `${name}, ${kind}: fifth to second ${times.toFixed(2)}, in a bare mesh ` +
        `${(bareFifth / bareSecond).toFixed(2)}; fifth to the bare mesh's ${timesBare.toFixed(2)}` +
        `${FULL ? "" : isGood ? " ok" : " TOO HIGH"}`,
    );
  }
  return above;
}

let above = 0;
try {
  for (const { name, oneWayMs } of chosenWays(Deno.args)) above += await compare(name, oneWayMs);
} finally {
  await Promise.all([host.close(), newcomer.close()]);
  await bareServer.shutdown();
  await server.stop();
  await camera[Symbol.asyncDispose]();
}
Deno.exit(above > 0 ? 1 : 0);

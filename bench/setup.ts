/**
 * Set-up time: from the navigation of the second person to its first decoded remote frame, against
 * two bare pages, interleaved in one run. `deno run -A bench/setup.ts [rounds] [loopback|delayed]
 * [chromium|firefox] [throttled]`; with `throttled` all main threads have a quarter of their speed, as
 * on a phone, and nothing is limited.
 */
import type { Page } from "puppeteer-core";
import { start } from "../tests/harness/browser/browsers.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { serveBare } from "./bare/serve.ts";
import { chosenWays } from "./delay.ts";
import { callLink, firstFrame, interleave, medians, type Runs, type Subject } from "./visits.ts";

const ROUNDS = Math.max(1, Number(Deno.args.find((word) => /^\d+$/.test(word)) ?? 9));
const THROTTLED = Deno.args.includes("throttled");
const KIND = Deno.args.includes("firefox") ? "firefox" : "chromium";
/** Times a bare page that captures and shows as the call does, in one browser with the host's. */
const LIMIT = 0.65;
/** Times a bare page of small pictures whose newcomer offers, in another browser than the host's. */
const SMALL_LIMIT = 1.15;

const throttle = (page: Page) => page.emulateCPUThrottling(4);

/** Prints the comparison and returns how many ratios are above what they may be. */
function report(mode: string, bare: string, limit: number, runs: readonly (Runs | undefined)[]) {
  let above = 0;
  for (const kind of ["cold", "warm"] as const) {
    const [ours = [], theirs = []] = runs.map((one) => one?.[kind]);
    const [a, b] = [firstFrame(ours), firstFrame(theirs)];
    const good = THROTTLED || a / b <= limit;
    if (!good) above++;
    const judged = THROTTLED ? "" : ` (at most ${limit}) ${good ? "ok" : "TOO HIGH"}`;
    console.log(
      `${mode} ${kind}: ours ${a.toFixed(0)} ms, ${bare} ${b.toFixed(0)} ms, ` +
        `ratio ${(a / b).toFixed(2)}${judged}`,
    );
    for (const [name, visits] of [["ours", ours], [bare, theirs]] as const) {
      console.log(`  ${name}, newcomer  ${medians(visits.map(({ newcomer }) => newcomer))}`);
      console.log(`  ${name}, host      ${medians(visits.map(({ host }) => host))}`);
    }
  }
  return above;
}

const server = await serve();
const bareServer = serveBare();
const [first, second] = [await start(KIND), await start(KIND)];
const together = { host: first, newcomer: first };
const apart = { host: first, newcomer: second };
let above = 0;
try {
  const ours: Omit<Subject, "browsers"> = {
    name: "ours",
    port: server.port,
    link: callLink,
    draws: true,
    stands: true,
  };
  const { port } = bareServer.addr;
  const bare: Subject = {
    name: "bare",
    port,
    link: (port, key) => `http://127.0.0.1:${port}/?${key}`,
    browsers: together,
  };
  const small: Subject = {
    name: "small bare",
    port,
    link: (port, key, who) => `http://127.0.0.1:${port}/small?${key}#${who}`,
    browsers: apart,
  };
  const subjects = [{ ...ours, browsers: together }, bare, { ...ours, browsers: apart }, small]
    .map((one): Subject => THROTTLED ? { ...one, prepare: throttle } : one);
  console.log(`set-up: ${ROUNDS} rounds in ${KIND}, medians in ms from the newcomer's navigation`);
  for (const { name, oneWayMs } of chosenWays(Deno.args)) {
    const runs = await interleave(subjects, ROUNDS, oneWayMs);
    above += report(`${name}, one browser,`, bare.name, LIMIT, runs.slice(0, 2));
    above += report(`${name}, two browsers,`, small.name, SMALL_LIMIT, runs.slice(2));
  }
} finally {
  await Promise.all([first.close(), second.close()]);
  await bareServer.shutdown();
  await server.stop();
}
Deno.exit(above > 0 ? 1 : 0);

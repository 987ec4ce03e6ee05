/**
 * Set-up time: from the navigation of the second person to its first decoded remote frame, against
 * the bare page, interleaved in one run. `deno run -A bench/setup.ts [rounds]`.
 */
import type { Browser } from "puppeteer-core";
import { start } from "../tests/harness/browser/browsers.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { serveBare } from "./bare/serve.ts";
import { delay } from "./delay.ts";
import { type Marks, steps } from "./stopwatch.ts";
import { key, median, round, type Runs, type Subject } from "./visits.ts";

const ROUNDS = Math.max(1, Number(Deno.args[0] ?? 9));
const ONE_WAY = 50;

function medians(runs: readonly Marks[]): string {
  return steps.map((step) => {
    const found = runs.flatMap((marks) => marks[step] ?? []);
    return `${step} ${found.length > 0 ? median(found).toFixed(0) : "-"}`;
  }).join("  ");
}

async function compare(browser: Browser, ours: Subject, bare: Subject, late: number) {
  const subjects = [ours, bare].map((subject) => ({
    subject,
    proxy: late > 0 ? delay(subject.port, late) : null,
    runs: { cold: [], warm: [] } as Runs,
  }));
  // The first visit of all warms up the browser and is not counted.
  for (const { subject, proxy } of subjects) {
    await round(browser, subject, proxy?.port ?? subject.port, { cold: [], warm: [] });
  }
  for (let at = 0; at < ROUNDS; at++) {
    for (const { subject, proxy, runs } of subjects) {
      await round(browser, subject, proxy?.port ?? subject.port, runs);
    }
  }
  for (const { proxy } of subjects) proxy?.close();
  return subjects.map(({ runs }) => runs);
}

/** Prints the comparison and returns how many ratios are above what they may be. */
function report(mode: string, limit: number, runs: readonly Runs[]): number {
  let above = 0;
  for (const kind of ["cold", "warm"] as const) {
    const [ours = [], bare = []] = runs.map((one) => one[kind]);
    const [a, b] = [ours, bare].map((all) => median(all.flatMap(({ frame }) => frame ?? [])));
    const ratio = (a ?? NaN) / (b ?? NaN);
    const good = limit < 1.1 ? ratio < limit : ratio <= limit;
    if (!good) above++;
    console.log(
      `${mode} ${kind}: ours ${a?.toFixed(0)} ms, bare ${b?.toFixed(0)} ms, ` +
        `ratio ${ratio.toFixed(2)} (at most ${limit}) ${good ? "ok" : "TOO HIGH"}`,
    );
    console.log(`  ours  ${medians(ours)}`);
    console.log(`  bare  ${medians(bare)}`);
  }
  return above;
}

const server = await serve();
const bareServer = serveBare();
const browser = await start("chromium");
let above = 0;
try {
  const ours: Subject = {
    name: "ours",
    port: server.port,
    link: (port) => `http://127.0.0.1:${port}/#/bench/${key()}?name=A&join=1&mic=1&cam=1`,
  };
  const bare: Subject = {
    name: "bare",
    port: bareServer.addr.port,
    link: (port) => `http://127.0.0.1:${port}/?${key()}`,
  };
  console.log(`set-up: ${ROUNDS} rounds, medians in ms from the second person's navigation`);
  above += report("loopback", 1.15, await compare(browser, ours, bare, 0));
  above += report("100 ms round trip", 1.0, await compare(browser, ours, bare, ONE_WAY));
} finally {
  await browser.close();
  await bareServer.shutdown();
  await server.stop();
}
Deno.exit(above > 0 ? 1 : 0);

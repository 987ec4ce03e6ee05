/**
 * Set-up time: from the navigation of the second person to its first decoded remote frame, against
 * the bare page, interleaved in one run. `deno run -A bench/setup.ts [rounds]`.
 */
import type { Browser, BrowserContext, Page } from "puppeteer-core";
import { start } from "../tests/browser/rig/browsers.ts";
import { serve } from "../tests/browser/rig/server.ts";
import { until } from "../tests/browser/rig/until.ts";
import { serveBare } from "./bare/serve.ts";
import { delay } from "./delay.ts";
import { type Marks, readMarks, steps, stopwatch } from "./stopwatch.ts";

const ROUNDS = Math.max(1, Number(Deno.args[0] ?? 9));
const ONE_WAY = 50;

interface Subject {
  readonly name: string;
  readonly port: number;
  /** A link into a room where nobody is yet. */
  link(port: number): string;
}

type Runs = { readonly cold: Marks[]; readonly warm: Marks[] };

async function visit(context: BrowserContext, href: string): Promise<Page> {
  const page = await context.newPage();
  await page.evaluateOnNewDocument(stopwatch);
  await page.goto(href, { waitUntil: "domcontentloaded" });
  return page;
}

function reach(page: Page, wanted: (marks: Marks) => boolean): Promise<Marks> {
  const now = () => page.evaluate(readMarks);
  return until("the marks", async () => {
    const marks = await now();
    return wanted(marks) && marks;
  }, now);
}

/** One person waits in the room; the other comes twice, the second time with a warm cache. */
async function round(browser: Browser, subject: Subject, port: number, runs: Runs): Promise<void> {
  const guest = await browser.createBrowserContext();
  for (const marks of [runs.cold, runs.warm]) {
    const host = await browser.createBrowserContext();
    const href = subject.link(port);
    const waiting = await visit(host, href);
    await reach(waiting, ({ open, media }) => open !== undefined && media !== undefined);
    const coming = await visit(guest, href);
    marks.push(await reach(coming, ({ frame }) => frame !== undefined));
    await coming.close();
    await host.close();
  }
  await guest.close();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

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

function key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
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

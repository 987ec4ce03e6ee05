/**
 * Where the time goes until the first picture: traces one visit of the newcomer, ours and the small
 * bare page's, and prints one line for each 10 ms of both sides: what the main thread did, and what
 * was under way meanwhile. `deno run -A bench/trace.ts [warm] [ours|bare] [throttled] [five]
 * [firefox]`; with `five`, four wait. Of Firefox there are only the marks of the page.
 */
import type { BrowserContext, Page } from "puppeteer-core";
import { start } from "../tests/harness/browser/browsers.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { serveBare } from "./bare/serve.ts";
import { smallCamera } from "./small_camera.ts";
import {
  measureCalls,
  readEntries,
  type Span,
  spansOf,
  spansOfEntries,
  watchThread,
} from "./trace_spans.ts";
import { readMarks } from "./stopwatch.ts";
import { callLink, enter, key, sees, visit } from "./visits.ts";

const CATEGORIES = [
  "devtools.timeline",
  "v8",
  "blink",
  "blink.user_timing",
  "loading",
  "disabled-by-default-v8.compile",
];
const SLOT_MS = 10;

const KIND = Deno.args.includes("firefox") ? "firefox" : "chromium";
const OTHERS = Deno.args.includes("five") ? 4 : 1;

async function prepare(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(measureCalls);
  if (KIND === "firefox") await page.evaluateOnNewDocument(watchThread);
  if (Deno.args.includes("throttled")) await page.emulateCPUThrottling(4);
}

async function trace(name: string, link: (who: "host" | "newcomer") => string): Promise<void> {
  const args = OTHERS > 1 ? camera.args : [];
  const browser = await start(KIND, { args });
  try {
    const guest = await browser.createBrowserContext();
    for (const kind of ["cold", "warm"]) {
      const pages: Page[] = [];
      for (let met = 0; met < OTHERS; met++) {
        pages.push(await enter(browser, link("host"), met, prepare));
      }
      const traced = Deno.args.includes("warm") === (kind === "warm");
      await visitTraced(guest, link("newcomer"), pages, traced ? `${name}, ${kind}` : null);
      for (const page of pages) await page.browserContext().close();
    }
  } finally {
    await browser.close();
  }
}

/** Visits those who wait, and prints the visit under this title if there is one. */
async function visitTraced(
  guest: BrowserContext,
  href: string,
  pages: readonly Page[],
  title: string | null,
): Promise<void> {
  const [waiting] = pages;
  if (!waiting) return;
  const begins = title !== null && KIND === "chromium";
  if (begins) await waiting.tracing.start({ categories: CATEGORIES });
  const coming = await visit(guest, href, prepare);
  const links = await sees(coming, pages.length);
  const marks = await coming.evaluate(readMarks);
  const end = links.at(-1)?.frame ?? 0;
  if (begins) {
    const buffer = await waiting.tracing.stop();
    const { traceEvents } = JSON.parse(new TextDecoder().decode(buffer));
    print(title, spansOf(traceEvents, coming.url()), end);
  } else if (title !== null) {
    const [newcomer, host] = [
      await coming.evaluate(readEntries),
      await waiting.evaluate(readEntries),
    ];
    const origin = newcomer.timeOrigin;
    print(title, {
      newcomer: spansOfEntries(newcomer, origin),
      host: spansOfEntries(host, origin),
    }, end);
  }
  if (title !== null) console.log(JSON.stringify({ marks, links }));
  await coming.close();
}

function print(
  title: string,
  sides: Readonly<Record<"newcomer" | "host", readonly Span[]>>,
  end: number,
): void {
  console.log(`## ${title}`);
  for (const [side, spans] of Object.entries(sides)) {
    console.log(`### ${side}`);
    for (let from = 0; from < end + SLOT_MS; from += SLOT_MS) {
      const sums = new Map<string, number>();
      const meanwhile: string[] = [];
      for (const { name, at, ms, busy } of spans) {
        const inside = Math.min(at + ms, from + SLOT_MS) - Math.max(at, from);
        if (busy && inside > 0) sums.set(name, (sums.get(name) ?? 0) + inside);
        else if (!busy && at >= from && at < from + SLOT_MS) {
          meanwhile.push(`${name}${ms > 0 ? ` (${ms.toFixed(1)})` : ""}`);
        }
      }
      const main = [...sums].filter(([, ms]) => ms >= 0.3).sort(([, a], [, b]) => b - a)
        .map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(", ");
      console.log(`${from.toString().padStart(4)}  ${main || "-"}  | ${meanwhile.join(", ")}`);
    }
  }
}

const camera = await smallCamera();
const server = await serve();
const bareServer = serveBare();
try {
  const [ours, bare] = [key(), key()];
  if (!Deno.args.includes("bare")) {
    await trace("ours", (who) => callLink(server.port, ours, "", OTHERS > 1 && who === "host"));
  }
  if (!Deno.args.includes("ours")) {
    const [path, hash] = OTHERS > 1 ? ["mesh", "silent"] : ["small", "host"];
    await trace(
      OTHERS > 1 ? "bare mesh" : "small bare",
      (who) =>
        `http://127.0.0.1:${bareServer.addr.port}/${path}?${bare}#${who === "host" ? hash : who}`,
    );
  }
} finally {
  await bareServer.shutdown();
  await server.stop();
  await camera[Symbol.asyncDispose]();
}

/**
 * Where the time goes until the first picture: traces one visit of the newcomer, ours and the small
 * bare page's, and prints one line for each 10 ms of both sides: what the main thread did, and what
 * was under way meanwhile. `deno run -A bench/trace.ts [warm] [ours|bare] [throttled]`.
 */
import type { Page } from "puppeteer-core";
import { start } from "../tests/harness/browser/browsers.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { serveBare } from "./bare/serve.ts";
import { measureCalls, type Span, spansOf } from "./trace_spans.ts";
import { callLink, key, reach, visit } from "./visits.ts";

const CATEGORIES = [
  "devtools.timeline",
  "v8",
  "blink",
  "blink.user_timing",
  "loading",
  "disabled-by-default-v8.compile",
];
const SLOT_MS = 10;

async function prepare(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(measureCalls);
  if (Deno.args.includes("throttled")) await page.emulateCPUThrottling(4);
}

async function trace(name: string, link: (who: "host" | "newcomer") => string): Promise<void> {
  const browser = await start("chromium");
  try {
    const guest = await browser.createBrowserContext();
    for (const kind of ["cold", "warm"]) {
      const host = await browser.createBrowserContext();
      const waiting = await visit(host, link("host"), prepare);
      await reach(waiting, ({ open, media }) => open !== undefined && media !== undefined);
      const traced = Deno.args.includes("warm") === (kind === "warm");
      if (traced) await waiting.tracing.start({ categories: CATEGORIES });
      const coming = await visit(guest, link("newcomer"), prepare);
      const marks = await reach(coming, ({ frame }) => frame !== undefined);
      if (traced) {
        const buffer = await waiting.tracing.stop();
        const { traceEvents } = JSON.parse(new TextDecoder().decode(buffer));
        print(`${name}, ${kind}`, spansOf(traceEvents, coming.url()), marks.frame ?? 0);
        console.log(JSON.stringify(marks));
      }
      await coming.close();
      await host.close();
    }
  } finally {
    await browser.close();
  }
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

const server = await serve();
const bareServer = serveBare();
try {
  const [ours, bare] = [key(), key()];
  if (!Deno.args.includes("bare")) {
    await trace("ours", () => callLink(server.port, ours));
  }
  if (!Deno.args.includes("ours")) {
    await trace(
      "small bare",
      (who) => `http://127.0.0.1:${bareServer.addr.port}/small?${bare}#${who}`,
    );
  }
} finally {
  await bareServer.shutdown();
  await server.stop();
}

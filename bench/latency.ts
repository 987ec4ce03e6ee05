/**
 * Delay from camera to screen, in each pair of browsers: a camera that shows the time, read back
 * from the decoded picture on the other side. Floors in the same run: the same picture in the
 * sender's own page, and a bare page. `deno run -A bench/latency.ts [frames] [CC] [CF] [FC] [FF]`;
 * needs coturn for the round trip of 100 ms.
 */
import type { Browser, Page } from "puppeteer-core";
import type { Kind } from "../tests/harness/browser/browser_binaries.ts";
import { start } from "../tests/harness/browser/browsers.ts";
import {
  clockCamera,
  type ClockReading,
  type ClockReadingOptions,
  readClock,
} from "../tests/harness/browser/clock_camera.ts";
import { serveWithFarRelay } from "../tests/harness/browser/far_relay.ts";
import { initials, PAIRS } from "../tests/harness/browser/meeting.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { until } from "../tests/harness/browser/wait_until.ts";
import { median } from "../tests/harness/median.ts";
import { serveBare } from "./bare/serve.ts";
import { callLink, key, reach, visit } from "./visits.ts";

const FRAMES = Math.max(30, Number(Deno.args.find((word) => /^\d+$/.test(word)) ?? 200));
const ONE_WAY_MS = 50;
/** Values of the panel, one a second, that are compared with the picture. */
const VALUES = 6;
/** Times the bare page. */
const LIMIT = 2;
/** The panel may differ by this factor from what the picture says. */
const PANEL_FACTOR = 1.5;
const OTHERS = '[data-tile]:not([data-tile="me"]) video';

/** Links of a call: of the one who sends the clock, and of the one who reads it. */
interface Call {
  readonly sender: string;
  readonly reader: string;
}

/** Opens both pages, the sender's first, and does something with them. */
async function call<Found>(
  browsers: readonly [Browser, Browser],
  links: Call,
  selector: string,
  measure: (sender: Page, reader: Page) => Promise<Found>,
): Promise<Found> {
  const contexts = await Promise.all(browsers.map((browser) => browser.createBrowserContext()));
  try {
    const pages: Page[] = [];
    for (const [at, href] of [links.sender, links.reader].entries()) {
      const context = contexts[at];
      if (!context) throw new Error("no context");
      const page = await visit(context, href, (one) => one.evaluateOnNewDocument(clockCamera));
      // A tab that is not the first paints less often.
      await page.bringToFront();
      await reach(page, ({ open }) => open !== undefined);
      pages.push(page);
    }
    const [sender, reader] = pages;
    if (!sender || !reader) throw new Error("no page");
    const plays = (css: string) =>
      (document.querySelector<HTMLVideoElement>(css)?.currentTime ?? 0) > 2;
    await until("two seconds of the picture", () => reader.evaluate(plays, selector));
    return await measure(sender, reader);
  } finally {
    for (const context of contexts) await context.close();
  }
}

const read = (page: Page, options: ClockReadingOptions) => page.evaluate(readClock, options);

/** Reads a call of ours, with the panel open. */
function ours(browsers: readonly [Browser, Browser], port: number, relay: string) {
  const room = key();
  const links = { sender: callLink(port, room, relay), reader: callLink(port, room) };
  return call(browsers, links, OTHERS, async (_sender, reader) => {
    const press = () => {
      const button = document.querySelector<HTMLElement>('[data-do="numbers"]');
      button?.click();
      return button !== null;
    };
    await until("the button of the panel", () => reader.evaluate(press));
    // Before the first sender reports the panel estimates.
    const measures = () =>
      document.querySelector('[data-delay]:not([data-delay="parts"])') !== null;
    await until("a measured delay in the panel", () => reader.evaluate(measures));
    return await read(reader, { selector: OTHERS, frames: FRAMES, values: VALUES });
  });
}

/** Reads the bare page, and at the same place the sender's own picture. */
function bare(browsers: readonly [Browser, Browser], port: number) {
  const href = `http://127.0.0.1:${port}/?${key()}`;
  return call(browsers, { sender: href, reader: href }, "#theirs", async (sender, reader) => ({
    local: await read(sender, { selector: "#mine", frames: FRAMES }),
    other: await read(reader, { selector: "#theirs", frames: FRAMES }),
  }));
}

const ms = (values: readonly number[]) => median(values).toFixed(0);
const tail = (values: readonly number[]) =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN).toFixed(0);

/** Says how the panel compares, and counts what is too far off. */
function judge(name: string, reading: ClockReading): number {
  const [is, shown] = [median(reading.delays), median(reading.panel)];
  const ratio = shown / is;
  const good = ratio <= PANEL_FACTOR && ratio >= 1 / PANEL_FACTOR;
  const misread = reading.misread > 0 ? `, ${reading.misread} frames misread` : "";
  console.log(
    `${name}: the panel shows ${shown.toFixed(0)} ms (${reading.sources.join(", ")}), ` +
      `ratio ${ratio.toFixed(2)} (within ${PANEL_FACTOR}) ${good ? "ok" : "TOO FAR"}${misread}`,
  );
  return good ? 0 : 1;
}

const server = await serve();
const far = await serveWithFarRelay(ONE_WAY_MS);
const bareServer = serveBare();
const wanted = PAIRS.filter((pair) =>
  !Deno.args.some((word) => /^[CF]{2}$/.test(word)) || Deno.args.includes(initials(pair))
);
const started = new Map<string, Browser>();
const rows: string[] = [];
let above = 0;

/** Browsers of a pair: each page is the first tab of a browser of its own. */
async function browserOf(role: string, kind: Kind): Promise<Browser> {
  const found = started.get(role + kind) ?? await start(kind);
  started.set(role + kind, found);
  return found;
}

try {
  for (const pair of wanted) {
    const browsers = [
      await browserOf("sender", pair[0]),
      await browserOf("reader", pair[1]),
    ] as const;
    const floor = await bare(browsers, bareServer.addr.port);
    const near = await ours(browsers, server.port, "");
    const distant = await ours(browsers, far.port, "&relay=1");
    const name = initials(pair);
    const ratio = median(near.delays) / median(floor.other.delays);
    const good = ratio <= LIMIT;
    if (!good) above++;
    console.log(
      `${name}: ours ${ms(near.delays)} ms, bare ${ms(floor.other.delays)} ms, ratio ` +
        `${ratio.toFixed(2)} (at most ${LIMIT}) ${good ? "ok" : "TOO HIGH"}`,
    );
    above += judge(name, near) + judge(`${name}, ${2 * ONE_WAY_MS} ms round trip`, distant);
    const cells = [
      ms(floor.local.delays),
      ms(floor.other.delays),
      `${ms(near.delays)} (${tail(near.delays)})`,
      ms(near.panel),
      `${ms(distant.delays)} (${tail(distant.delays)})`,
      ms(distant.panel),
    ];
    rows.push(`| ${pair.join(" to ")} | ${cells.join(" | ")} |`);
  }
} finally {
  for (const browser of started.values()) await browser.close();
  await bareServer.shutdown();
  for (const one of [server, far]) await one.stop();
}
console.log("\nDelay in ms, medians (95th percentile):\n");
const far100 = `${2 * ONE_WAY_MS} ms round trip`;
console.log(
  `| from, to | own page | bare page | ours | panel | ours, ${far100} | panel, ${far100} |`,
);
console.log("| --- | --- | --- | --- | --- | --- | --- |");
console.log(rows.join("\n"));
Deno.exit(above > 0 ? 1 : 0);

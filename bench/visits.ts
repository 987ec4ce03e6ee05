import type { Browser, BrowserContext, Page } from "puppeteer-core";
import { enteredBefore } from "../tests/harness/browser/entered_before.ts";
import { until } from "../tests/harness/browser/wait_until.ts";
import { type Marks, readMarks, stopwatch } from "./stopwatch.ts";

/** Pages that are visited. */
export interface Subject {
  readonly name: string;
  readonly port: number;
  /** A link into a room where nobody is yet. */
  link(port: number): string;
}

/** Those that came for the first time, and those that came again. */
export type Runs = { readonly cold: Marks[]; readonly warm: Marks[] };

async function visit(context: BrowserContext, href: string): Promise<Page> {
  const page = await context.newPage();
  await page.evaluateOnNewDocument(stopwatch);
  await page.evaluateOnNewDocument(enteredBefore, href);
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
export async function round(
  browser: Browser,
  subject: Subject,
  port: number,
  runs: Runs,
): Promise<void> {
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

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** A key for a room of its own. */
export function key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

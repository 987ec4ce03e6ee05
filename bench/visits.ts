import type { Browser, BrowserContext, Page } from "puppeteer-core";
import { enteredBefore } from "../tests/harness/browser/entered_before.ts";
import { until } from "../tests/harness/browser/wait_until.ts";
import { watchDrawing } from "../tests/harness/browser/watch_drawing.ts";
import { median } from "../tests/harness/median.ts";
import { delay } from "./delay.ts";
import {
  forgetMarks,
  type Link,
  linkSteps,
  type Marks,
  readLinks,
  readMarks,
  steps,
  stopwatch,
} from "./stopwatch.ts";

/** Pages that are visited. */
export interface Subject {
  readonly name: string;
  readonly port: number;
  /** A link into the room of this key. */
  link(port: number, key: string, who: "host" | "newcomer"): string;
  /** Those who wait have left an offer for the next who comes. */
  readonly stands?: boolean;
  /** Number of those who wait; one unless it says more. */
  readonly others?: number;
  /**
   * Resolves when those who wait are at rest, to a function that is called when the newcomer sees
   * everybody.
   */
  readonly rest?: () => Promise<() => Promise<unknown>>;
  /** Browsers of the one who waits and of the one who comes. */
  readonly browsers: Readonly<Record<"host" | "newcomer", Browser>>;
  /** True if its pages draw what they show after they have begun. */
  readonly draws?: boolean;
  /** Prepares each page before it opens its link. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** Steps of one visit on both sides, in ms from the newcomer's navigation. */
export interface Visit {
  readonly newcomer: Marks;
  readonly host: Marks;
  /** The newcomer's connections with everybody, by their first frames. */
  readonly links: readonly Link[];
}

/** Visits of those that came for the first time, and of those that came again. */
export type Runs = { readonly cold: Visit[]; readonly warm: Visit[] };

/** Link that enters the room of this key at once, with the camera, and the microphone unless `silent`. */
export const callLink = (port: number, key: string, query = "", silent = false): string =>
  `http://127.0.0.1:${port}/#/bench/${key}?name=A&join=1&mic=${silent ? 0 : 1}&cam=1${query}`;

/** Opens a link in a page that notes its steps, after what `prepare` does with the page. */
export async function visit(
  context: BrowserContext,
  href: string,
  prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<Page> {
  const page = await context.newPage();
  await page.evaluateOnNewDocument(stopwatch);
  await page.evaluateOnNewDocument(watchDrawing);
  await prepare(page);
  await page.evaluateOnNewDocument(enteredBefore, href);
  await page.goto(href, { waitUntil: "domcontentloaded" });
  return page;
}

/** Waits until the marks are as wanted. */
export function reach(page: Page, wanted: (marks: Marks) => boolean): Promise<Marks> {
  const now = () => page.evaluate(readMarks);
  return until("the marks", async () => {
    const marks = await now();
    return wanted(marks) && marks;
  }, now);
}

/**
 * Visits the subjects in turns, by ways that hold every byte back for so many ms in each direction;
 * the first round of each warms up the browsers and is not counted.
 */
export async function interleave(
  subjects: readonly Subject[],
  rounds: number,
  oneWayMs = 0,
): Promise<Runs[]> {
  const ways = oneWayMs > 0 ? subjects.map(({ port }) => delay(port, oneWayMs)) : [];
  const all = subjects.map((subject, at) => ({
    subject: { ...subject, port: ways[at]?.port ?? subject.port },
    runs: { cold: [], warm: [] } as Runs,
  }));
  try {
    for (const { subject } of all) await round(subject, { cold: [], warm: [] });
    for (let at = 0; at < rounds; at++) {
      for (const { subject, runs } of all) await round(subject, runs);
    }
  } finally {
    for (const way of ways) way.close();
  }
  return all.map(({ runs }) => runs);
}

/** So many wait in the room; one more comes twice, the second time with a warm cache. */
async function round(subject: Subject, runs: Runs): Promise<void> {
  const { browsers, port, others = 1, rest, draws, prepare } = subject;
  const guest = await browsers.newcomer.createBrowserContext();
  for (const visits of [runs.cold, runs.warm]) {
    const room = key();
    const href = subject.link(port, room, "host");
    const first = await enter(browsers.host, href, 0, prepare);
    const waiting = [first];
    while (waiting.length < others) {
      waiting.push(await enter(browsers.host, href, waiting.length, prepare));
    }
    if (subject.stands) {
      for (const one of waiting) await reach(one, ({ stands }) => stands !== undefined);
    }
    const seen = await rest?.();
    await first.evaluate(forgetMarks);
    const coming = await visit(guest, subject.link(port, room, "newcomer"), prepare);
    const links = await sees(coming, others);
    await seen?.();
    const host = await reach(first, ({ frame }) => frame !== undefined);
    const newcomer = await reach(coming, ({ drawn }) => !draws || drawn !== undefined);
    visits.push({ newcomer, host: since(host, newcomer), links });
    await coming.close();
    for (const page of waiting) await page.browserContext().close();
  }
  await guest.close();
}

/** One who waits in a window of its own, once it sees those who came before. */
export async function enter(
  browser: Browser,
  href: string,
  met: number,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const page = await visit(await browser.createBrowserContext(), href, prepare);
  await reach(page, ({ open, media }) => open !== undefined && media !== undefined);
  await sees(page, met);
  return page;
}

/** Waits until a page has decoded a frame of so many; gives its connections by their first frames. */
export function sees(page: Page, others: number): Promise<readonly Link[]> {
  const now = () => page.evaluate(readLinks);
  return until("a frame of everybody", async () => {
    const seen = (await now()).filter(({ frame }) => frame !== undefined);
    return seen.length >= others && seen.toSorted((a, b) => (a.frame ?? 0) - (b.frame ?? 0));
  }, now);
}

/** Marks of one page on the clock of another. */
function since(marks: Marks, other: Marks): Marks {
  const apart = (marks.origin ?? NaN) - (other.origin ?? NaN);
  const shifted = steps.flatMap((step) => {
    const at = marks[step];
    return at === undefined ? [] : [[step, at + apart] as const];
  });
  return Object.fromEntries(shifted);
}

/** Medians of every step that any of these marks has. */
export function medians(all: readonly Marks[]): string {
  return steps.map((step) => {
    const found = all.flatMap((marks) => marks[step] ?? []);
    return `${step} ${found.length > 0 ? median(found).toFixed(0) : "-"}`;
  }).join("  ");
}

/** Medians of every step of each connection, from the one with the first frame to the last. */
export function linkMedians(visits: readonly Pick<Visit, "links">[]): string {
  return linkSteps.map((step) => {
    const [first] = visits;
    const times = (first?.links ?? []).map((_, at) =>
      median(visits.flatMap(({ links }) => links[at]?.[step] ?? [])).toFixed(0)
    );
    return `${step} ${times.join(", ")}`;
  }).join("  ");
}

/** Median of the frame with which the newcomer sees everybody. */
export function lastFrame(visits: readonly Pick<Visit, "links">[]): number {
  return median(visits.map(({ links }) => links.at(-1)?.frame ?? NaN));
}

/** Median of the first decoded frame on the newcomer's side. */
export function firstFrame(visits: readonly Visit[]): number {
  return median(visits.flatMap(({ newcomer }) => newcomer.frame ?? []));
}

/** A key for a room of its own. */
export function key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

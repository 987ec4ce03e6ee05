import type { Browser, Page } from "puppeteer-core";
import { until } from "./until.ts";
import { type Inflow, readInflow, witness } from "./witness.ts";

/** The screens that the page names on its body. */
export type Screen = "landing" | "lobby" | "call" | "left" | "bad-link" | "insecure";

/** A page with somebody in front of it, and everything that it complained about. */
export interface Visitor {
  readonly page: Page;
  /** Console errors, exceptions, refused requests: empty in a sound run. */
  readonly complaints: readonly string[];
  /** Every URL that the page asked for, the socket's included where the browser shows it. */
  readonly requests: readonly string[];
  /** Waits for a screen. */
  on(screen: Screen): Promise<void>;
  /** Waits until the selector matches this many visible elements. */
  count(selector: string, wanted: number): Promise<void>;
  /** Waits for a visible element and clicks it. */
  click(selector: string): Promise<void>;
  /** Presses the button of this `data-do`. */
  press(what: string): Promise<void>;
  /** The counters of every open connection of the page. */
  inflow(): Promise<Inflow[]>;
  /** Leaves the browser context, storage included. */
  close(): Promise<void>;
}

/** What a visitor may bring along. */
export interface Baggage {
  /** Scripts to run before the page's own; self-contained functions. */
  readonly before?: readonly (() => void)[];
  readonly viewport?: Parameters<Page["setViewport"]>[0];
}

/** Opens a link in a context of its own: fresh storage, fresh cache. */
export async function visit(browser: Browser, href: string, baggage: Baggage = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const visitor = watch(page, () => context.close());
  if (baggage.viewport) await page.setViewport(baggage.viewport);
  for (const script of [witness, ...baggage.before ?? []]) await page.evaluateOnNewDocument(script);
  await page.goto(href, { waitUntil: "domcontentloaded" });
  return visitor;
}

/** Watches a page from outside. */
export function watch(page: Page, close: () => Promise<void>): Visitor {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (said) => {
    if (said.type() === "error") complaints.push(`console: ${said.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${String(error)}`));
  page.on("request", (request) => requests.push(request.url()));

  async function visible(selector: string): Promise<number> {
    return await page.$$eval(
      selector,
      (found) => found.filter((one) => one.checkVisibility()).length,
    );
  }

  async function scene(): Promise<unknown> {
    return await page.evaluate(() => ({
      address: location.href,
      screen: document.body.dataset.screen,
      text: document.body.innerText.slice(0, 600),
    }));
  }

  async function click(selector: string): Promise<void> {
    await until(`${selector} to click`, () => visible(selector), scene);
    await page.$eval(selector, (found) => {
      found.scrollIntoView({ block: "center" });
      if (found instanceof HTMLElement) found.click();
    });
  }

  return {
    page,
    complaints,
    requests,
    click,
    close,
    press: (what) => click(`[data-do="${what}"]`),
    async on(screen) {
      const now = () => page.evaluate(() => document.body?.dataset.screen);
      await until(`screen ${screen}`, async () => await now() === screen, scene);
    },
    async count(selector, wanted) {
      const found = async () => ({
        of: selector,
        there: await visible(selector),
        ...await scene() as object,
      });
      await until(`${wanted} × ${selector}`, async () => await visible(selector) === wanted, found);
    },
    inflow: () => page.evaluate(readInflow),
  };
}

import type { Browser, Page } from "puppeteer-core";
import { smallDevices } from "./small_devices.ts";
import { listen, type Traffic } from "./traffic.ts";
import { enteredBefore } from "./entered_before.ts";
import { until } from "./wait_until.ts";
import { type Inflow, readFaults, readInflow, witness } from "./connection_witness.ts";

/** The screens that the page names on its body. */
export type Screen = "landing" | "lobby" | "call" | "left" | "bad-link" | "insecure";

/** A page with somebody in front of it, and everything that went wrong in it. */
export interface Visitor {
  readonly page: Page;
  /** Null in Firefox. */
  readonly traffic: Traffic | null;
  /** Console errors and exceptions so far. */
  readonly complaints: readonly string[];
  /** Kinds of the browser's own questions so far, all of which were answered with yes. */
  readonly dialogs: readonly string[];
  /** Waits for a screen. */
  on(screen: Screen): Promise<void>;
  /** Waits until the selector matches this many visible elements. */
  count(selector: string, wanted: number): Promise<void>;
  /** Waits until the page shows this text. */
  reads(text: string): Promise<void>;
  /** Texts of what the selector matches now. */
  texts(selector: string): Promise<string[]>;
  /** Waits for a visible element and clicks it. */
  click(selector: string): Promise<void>;
  /** Presses the button of this `data-do`. */
  press(what: string): Promise<void>;
  /** Waits for the field of the chat and writes in it. */
  write(text: string): Promise<void>;
  /** The counters of every open connection of the page. */
  inflow(): Promise<Inflow[]>;
  /** Everything that must be empty: complaints, refusals, requests to anybody but the host. */
  faults(): Promise<string[]>;
  /** Ends their whole browser, which has to be one of their own, as a power cut does. */
  kill(): Promise<void>;
  /** Closes the page and forgets its storage. */
  close(): Promise<void>;
}

/** Options of a visitor. */
export interface VisitOptions {
  /**
   * `small` unless told: painting a fake camera in full size costs a browser far more than reading a
   * real one. `full` is what the page asks for, as with people.
   */
  readonly devices?: "small" | "full";
  /** Scripts to run before the page's own; self-contained functions. */
  readonly before?: readonly (() => void)[];
  readonly viewport?: Parameters<Page["setViewport"]>[0];
  /** The page may be hidden, as a tab behind another one is; otherwise it takes itself for seen. */
  readonly hides?: boolean;
  /** Has never been in the room; `join=1` is heeded only where the person has. */
  readonly stranger?: boolean;
}

/**
 * Has the page take itself for seen. Firefox opens all pages as tabs of one window, and a page that
 * is hidden is sent no pictures.
 */
function alwaysSeen(): void {
  Object.defineProperty(Document.prototype, "hidden", { get: () => false });
  Object.defineProperty(Document.prototype, "visibilityState", { get: () => "visible" });
  // A tab behind another one has no frames: a timer stands in for those that do not come.
  const { requestAnimationFrame } = globalThis;
  const waiting = new Map<number, (now: number) => void>();
  let last = 0;
  globalThis.requestAnimationFrame = (draw) => {
    const handle = ++last;
    waiting.set(handle, draw);
    const run = () => {
      const drawing = waiting.get(handle);
      waiting.delete(handle);
      drawing?.(performance.now());
    };
    requestAnimationFrame(run);
    setTimeout(run, 100);
    return handle;
  };
  globalThis.cancelAnimationFrame = (handle) => void waiting.delete(handle);
}

/** Resizes a page. Firefox 140 resizes it, too, but knows no orientation, which is asked for as well. */
async function resize(page: Page, viewport: NonNullable<VisitOptions["viewport"]>): Promise<void> {
  await page.setViewport(viewport).catch((error) => {
    if (!/unknown command emulation\.setScreenOrientation/.test(String(error))) throw error;
  });
}

/** Opens a link in a context of its own: fresh storage, fresh cache. */
export async function visit(
  browser: Browser,
  href: string,
  { devices = "small", before = [], viewport, hides = false, stranger = !href.includes("join=1") }:
    VisitOptions = {},
): Promise<Visitor> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const chromium = (await browser.version()).includes("Chrome");
  const traffic = chromium ? await listen(page) : null;
  const visitor = watch(page, traffic, new URL(href).host, () => context.close());
  if (viewport) await resize(page, viewport);
  const seen = hides ? [] : [alwaysSeen];
  const scripts = [witness, ...seen, ...(devices === "small" ? [smallDevices] : []), ...before];
  for (const script of scripts) await page.evaluateOnNewDocument(script);
  if (!stranger) await page.evaluateOnNewDocument(enteredBefore, href);
  await page.goto(href, { waitUntil: "domcontentloaded" });
  return visitor;
}

function watch(
  page: Page,
  traffic: Traffic | null,
  host: string,
  leave: () => Promise<void>,
): Visitor {
  const complaints: string[] = [];
  const requests: string[] = [];
  const dialogs: string[] = [];
  let ending: Promise<string[]> | null = null;
  let dead = false;
  page.on("console", (said) => {
    if (said.type() === "error") complaints.push(`console: ${said.text()}`);
  });
  // As a person who means it; a test that asks for the question listens first.
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept().catch(() => {});
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${String(error)}`));
  page.on("request", (request) => requests.push(request.url()));

  function visible(selector: string): Promise<number> {
    return page.$$eval(selector, (found) => found.filter((one) => one.checkVisibility()).length);
  }

  function scene(): Promise<object> {
    return page.evaluate(() => ({
      screen: document.body.dataset.screen,
      text: document.body.innerText.slice(0, 600),
    }));
  }

  async function look(): Promise<string[]> {
    const { violations, ice } = await page.evaluate(readFaults);
    const asked = [...requests, ...traffic?.asked ?? []].filter((url) => isForeign(url, host));
    const foreign = [...asked, ...ice].map((url) => `asked another host: ${url}`);
    return [...complaints, ...violations, ...foreign];
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
    traffic,
    complaints,
    dialogs,
    click,
    press: (what) => click(`[data-do="${what}"]`),
    async write(text) {
      const field = "#chat-text";
      await until("the field of the chat", () => visible(field), scene);
      await page.type(field, text);
    },
    async on(screen) {
      const now = () => page.evaluate(() => document.body?.dataset.screen);
      await until(`screen ${screen}`, async () => await now() === screen, scene);
    },
    async count(selector, wanted) {
      const seen = async () => ({ found: await visible(selector), ...await scene() });
      await until(`${wanted} × ${selector}`, async () => await visible(selector) === wanted, seen);
    },
    async reads(text) {
      const now = () => page.evaluate(() => document.body.innerText);
      await until(`the text "${text}"`, async () => (await now()).includes(text), scene);
    },
    texts: (selector) =>
      page.$$eval(selector, (found) => found.map(({ textContent }) => textContent ?? "")),
    inflow: () => page.evaluate(readInflow),
    faults: () => ending ?? look(),
    async kill() {
      ending = look();
      await ending;
      dead = true;
      const process = page.browser().process();
      const gone = new Promise((resolve) => process?.once("exit", resolve));
      process?.kill("SIGKILL");
      await gone;
    },
    async close() {
      ending ??= look();
      await ending;
      if (!dead) await leave();
    },
  };
}

/** Data and blob URLs stay in the page. */
function isForeign(url: string, host: string): boolean {
  const { protocol, host: asked } = new URL(url);
  return /^(https?|wss?):$/.test(protocol) && asked !== host;
}

import type { Browser } from "puppeteer-core";
import { type Kinds, start } from "./browsers.ts";
import { type Kind, lacks } from "./browser_binaries.ts";
import { room } from "./room_link.ts";
import { serve, type Server } from "./server.ts";
import { runWithEnds } from "../run_with_ends.ts";
import { visit, type VisitOptions, type Visitor } from "./visitor.ts";

/** How somebody enters. Everything has a default: microphone and camera on, in the test's room. */
export interface Entry extends VisitOptions {
  readonly mic?: 0 | 1;
  readonly cam?: 0 | 1;
  /** The browser they use, when it is not the ordinary one. */
  readonly with?: Kinds;
  /** It serves the whole file, as the ordinary one does. */
  readonly kept?: boolean;
}

/** One room of one server, and everybody who comes there during one test. */
export interface TestRoom {
  readonly server: Server;
  /** The link of the room, without options. */
  readonly link: string;
  /** Joins without a click and waits for the call. */
  enter(kind: Kind, name: string, entry?: Entry): Promise<Visitor>;
  /** Opens any link, in the test's browsers. */
  open(kind: Kind, href: string, entry?: Entry): Promise<Visitor>;
  /** Complaints that this test provokes and therefore expects. */
  expect(complaint: RegExp): void;
}

let server: Promise<Server> | null = null;
const browsers = new Map<string, Promise<Browser>>();

Deno.test.afterAll(async () => {
  await closeAll(browsers);
  await (await server)?.stop();
  server = null;
});

/**
 * A test with real browsers. At its end nobody's page may have complained, been refused anything
 * by the security policy, or asked another host for anything, and the server may have no bug.
 * It is skipped when a browser is missing, or `ignore` says that something else is.
 */
export function browserTest(
  name: string,
  needs: readonly Kind[],
  play: (testRoom: TestRoom) => Promise<void>,
  own?: () => Promise<Server>,
  ignore = false,
): void {
  Deno.test({
    name,
    ignore: ignore || lacks(...needs),
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => perform(play, own),
  });
}

async function perform(
  play: (testRoom: TestRoom) => Promise<void>,
  own?: () => Promise<Server>,
): Promise<void> {
  const here = await (own ? own() : server ??= serve());
  const visitors: Visitor[] = [];
  const special = new Map<string, Promise<Browser>>();
  const expected: RegExp[] = [];
  const saidBefore = here.log.length;
  const link = `${here.origin}/#/${room()}`;
  const open: TestRoom["open"] = async (kind, href, entry = {}) => {
    const started = keep(entry.with && !entry.kept ? special : browsers, kind, entry.with);
    const hides = entry.hides ?? entry.with?.throttled ?? false;
    const visitor = await visit(await started, href, { ...entry, hides });
    visitors.push(visitor);
    return visitor;
  };
  const testRoom: TestRoom = {
    server: here,
    link,
    open,
    async enter(kind, name, entry = {}) {
      const { mic = 1, cam = 1 } = entry;
      const query = `?name=${encodeURIComponent(name)}&join=1&mic=${mic}&cam=${cam}`;
      const visitor = await open(kind, link + query, entry);
      await visitor.on("call");
      return visitor;
    },
    expect: (complaint) => expected.push(complaint),
  };
  const judged = async () => {
    await play(testRoom);
    const faults = (await Promise.all(visitors.map((one) => one.faults()))).flat();
    const unexpected = faults.filter((fault) => !expected.some((one) => one.test(fault)));
    if (unexpected.length > 0) throw new Error(`faults:\n${unexpected.join("\n")}`);
    const bugs = here.log.slice(saidBefore).filter((line) =>
      /uncaught|\bbug\b|TypeError/i.test(line)
    );
    if (bugs.length > 0) throw new Error(`the server says:\n${bugs.join("\n")}`);
  };
  const told = () =>
    judged().catch((error) => {
      const said = visitors.flatMap(({ complaints }) => complaints);
      console.error([...said, ...here.log.slice(-20)].join("\n"));
      throw error;
    });
  await runWithEnds(
    told,
    () => Promise.allSettled(visitors.map((one) => one.close())),
    () => closeAll(special),
    async () => own && await here.stop(),
  );
}

/**
 * The ordinary browsers are kept for the whole group of files, since starting Firefox costs three
 * seconds; one that has ended is started again.
 */
async function keep(kept: Map<string, Promise<Browser>>, kind: Kind, kinds: Kinds = {}) {
  const key = kind + JSON.stringify(kinds);
  const found = kept.get(key);
  if (found && (await found.catch(() => null))?.connected) return await found;
  const started = start(kind, kinds);
  kept.set(key, started);
  return await started;
}

async function closeAll(kept: Map<string, Promise<Browser>>): Promise<void> {
  for (const browser of await Promise.allSettled(kept.values())) {
    if (browser.status === "fulfilled") await end(browser.value);
  }
  kept.clear();
}

/** Ends a browser as a power cut does: its profile is thrown away, and to save it takes seconds. */
async function end(browser: Browser): Promise<void> {
  const process = browser.process();
  if (!process || process.exitCode !== null || process.signalCode !== null) return;
  const gone = new Promise((resolve) => process.once("exit", resolve));
  process.kill("SIGKILL");
  await gone;
}

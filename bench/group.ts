/**
 * Processor time of the page that sends to many, with encoders shared and, as the floor, with one
 * for each member: a Markdown table. `deno task bench group [people…]`, on Linux.
 */
import type { Browser } from "puppeteer-core";
import { start } from "../tests/harness/browser/browsers.ts";
import { room } from "../tests/harness/browser/room_link.ts";
import { serve, type Server } from "../tests/harness/browser/server.ts";
import { visit, type Visitor } from "../tests/harness/browser/visitor.ts";

const PEOPLE = Deno.args.length > 0 ? Deno.args.map(Number) : [2, 3, 4, 6];
/** The first of the members has an encoder of its own in Chromium: with fewer there is none to share. */
const SHARED_FROM = 4;
/** Time in which sizes, bitrates and encoders find their place, and time that is measured. */
const SETTLE_MS = 12_000;
const MEASURED_MS = 12_000;
/** Time between two who come: nobody enters a call within the second of another one. */
const APART_MS = 2000;
/** A camera that obeys every size. */
const OBEYS = ["--use-fake-device-for-media-stream=fps=15"];
const VIEW = { width: 800, height: 600 };
const TICKS_PER_SECOND = 100;

/** Counters of one page, of the camera that it sends or receives. */
interface Counters {
  readonly sent: number;
  readonly decoded: readonly number[];
  readonly heights: readonly number[];
  readonly encoded: readonly number[];
  readonly freezes: number;
}

interface Row {
  /** Seconds of processor time of the sender's browser in a minute. */
  readonly busy: number;
  /** Frames per second of the tile that has the fewest, and of the average one. */
  readonly frames: readonly [number, number];
  readonly heights: string;
  readonly encoders: string;
  readonly freezes: number;
  /** Mbit/s of pictures that the sender sends. */
  readonly up: number;
}

const server = await serve();
const receivers: Browser = await start("chromium", { media: "none" });
try {
  console.log("| people | encoders | processor | frames/s | height | encoded | freezes | up |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const people of PEOPLE) {
    const own = await measure(people, "own", people < SHARED_FROM);
    print(people, "one each", own.shown);
    if (own.hidden) print(people, "all hidden", own.hidden);
    if (people < SHARED_FROM) continue;
    const { shown, hidden } = await measure(people, "shared", true);
    print(people, `shared, × ${(shown.busy / own.shown.busy).toFixed(2)}`, shown);
    if (hidden) print(people, "all hidden", hidden);
  }
} finally {
  await receivers.close();
  await server.stop();
}

function print(people: number, encoders: string, row: Row): void {
  const { busy, frames: [least, mean], heights, freezes, up } = row;
  const cells = [
    people,
    encoders,
    `${(busy / 0.6).toFixed(0)} %`,
    `${least.toFixed(1)} to ${mean.toFixed(1)}`,
    heights,
    row.encoders,
    freezes,
    `${up.toFixed(2)} Mbit/s`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

/** Measures one sender and its receivers, and the same when all of them are hidden. */
async function measure(people: number, way: "own" | "shared", hides: boolean) {
  const sender = await start("chromium", { args: OBEYS });
  const everybody: Visitor[] = [];
  try {
    const place = room();
    const ann = await enter(server, sender, place, way === "own" ? [withoutTransforms] : []);
    everybody.push(ann);
    for (let at = 1; at < people; at++) {
      everybody.push(await enter(server, receivers, place, []));
      await pass(APART_MS);
    }
    const others = everybody.slice(1);
    await pass(SETTLE_MS);
    const shown = await span(sender, ann, others);
    if (!hides) return { shown, hidden: null };
    for (const { page } of others) await page.evaluate(hide);
    await pass(SETTLE_MS / 4);
    return { shown, hidden: await span(sender, ann, others) };
  } finally {
    await Promise.allSettled(everybody.map((one) => one.close()));
    await sender.close();
  }
}

async function enter(
  { origin }: Server,
  browser: Browser,
  place: string,
  before: readonly (() => void)[],
): Promise<Visitor> {
  const sends = browser !== receivers;
  const href = `${origin}/#/${place}?name=${sends ? "Ann" : "Bob"}&join=1&mic=${Number(sends)}` +
    `&cam=${Number(sends)}`;
  const visitor = await visit(browser, href, { devices: "full", viewport: VIEW, before });
  await visitor.on("call");
  return visitor;
}

async function span(browser: Browser, ann: Visitor, others: readonly Visitor[]): Promise<Row> {
  const pid = browser.process()?.pid ?? 0;
  const read = async () => ({
    at: performance.now(),
    ticks: await ticksOf(pid),
    own: await ann.page.evaluate(readCounters),
    all: await Promise.all(others.map(({ page }) => page.evaluate(readCounters))),
  });
  const before = await read();
  await pass(MEASURED_MS);
  const after = await read();
  const seconds = (after.at - before.at) / 1000;
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  const frames = after.all.map(({ decoded }, at) =>
    (sum(decoded) - sum(before.all[at]?.decoded ?? [])) / seconds
  );
  const freezes = (all: readonly Counters[]) => sum(all.map((one) => one.freezes));
  return {
    busy: (after.ticks - before.ticks) / TICKS_PER_SECOND / seconds * 60,
    frames: [Math.min(...frames), sum(frames) / frames.length],
    heights: range(after.all.flatMap(({ heights }) => heights)),
    encoders: after.own.encoded.join(" "),
    freezes: freezes(after.all) - freezes(before.all),
    up: (after.own.sent - before.own.sent) * 8 / seconds / 1e6,
  };
}

function range(list: readonly number[]): string {
  const [least, most] = [Math.min(...list), Math.max(...list)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

/** Processor time of a process and of all that it has started, in ticks (proc_pid_stat(5)). */
async function ticksOf(root: number): Promise<number> {
  const found: { pid: number; parent: number; ticks: number }[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const text = await Deno.readTextFile(`/proc/${name}/stat`).catch(() => "");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number);
    const [parent = 0, user = 0, system = 0] = [fields[1], fields[11], fields[12]];
    found.push({ pid: Number(name), parent, ticks: user + system });
  }
  const tree = new Set([root]);
  for (const pid of tree) {
    for (const one of found) if (one.parent === pid) tree.add(one.pid);
  }
  return found.reduce((all, one) => all + (tree.has(one.pid) ? one.ticks : 0), 0);
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs in the page: a browser without encoded transforms. */
function withoutTransforms(): void {
  Reflect.deleteProperty(globalThis, "RTCRtpScriptTransform");
}

/** Runs in the page: the person looks at another tab. */
function hide(): void {
  Object.defineProperty(Document.prototype, "hidden", { get: () => true, configurable: true });
  Object.defineProperty(document, "hidden", { get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** Runs in the page. */
async function readCounters(): Promise<Counters> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  let [sent, freezes] = [0, 0];
  const [decoded, heights, encoded]: number[][] = [[], [], []];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    for (const one of (await pc.getStats()).values()) {
      if (one.mid !== "1") continue;
      if (one.type === "outbound-rtp" && one.framesSent) {
        sent += one.bytesSent;
        encoded?.push(one.frameHeight);
      }
      if (one.type === "inbound-rtp" && one.framesDecoded) {
        decoded?.push(one.framesDecoded);
        heights?.push(one.frameHeight);
        freezes += one.freezeCount ?? 0;
      }
    }
  }
  return { sent, freezes, decoded: decoded ?? [], heights: heights ?? [], encoded: encoded ?? [] };
}

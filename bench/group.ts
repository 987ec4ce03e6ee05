/**
 * Cost of a call of many to the page that sends, and what its receivers get, as a Markdown table;
 * the floor is the call of two of the same run, and the same page while nobody looks at it.
 * `deno task bench group [people…]`, on Linux.
 */
import type { Browser } from "puppeteer-core";
import { start } from "../tests/harness/browser/browsers.ts";
import { room } from "../tests/harness/browser/room_link.ts";
import { serve, type Server } from "../tests/harness/browser/server.ts";
import { visit, type Visitor } from "../tests/harness/browser/visitor.ts";

const PEOPLE = Deno.args.length > 0 ? Deno.args.map(Number) : [2, 3, 4, 6];
/** Time in which sizes and bitrates find their place, and time that is measured. */
const SETTLE_MS = 12_000;
const MEASURED_MS = 12_000;
/** A camera that obeys every size. */
const OBEYS = ["--use-fake-device-for-media-stream=fps=15"];
const VIEW = { width: 1280, height: 960 };
const TICKS_PER_SECOND = 100;

/** Counters of one page, of the camera that it sends or receives. */
interface Counters {
  readonly sent: number;
  readonly decoded: readonly number[];
  readonly heights: readonly number[];
  readonly freezes: number;
}

interface Span {
  /** Share of one core that the sender's browser takes. */
  readonly busy: number;
  /** Frames per second of the tile that has the fewest, and of all on average. */
  readonly frames: readonly [number, number];
  readonly heights: string;
  readonly freezes: number;
  /** Mbit/s of pictures that the sender sends. */
  readonly up: number;
}

const server = await serve();
const receivers: Browser = await start("chromium", { media: "none" });
try {
  console.log("| people | processor | of two | nobody looks | frames/s | height | freezes | up |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
  let two: number | null = null;
  for (const people of PEOPLE) {
    const { shown, hidden } = await measure(people);
    two ??= people === 2 ? shown.busy : null;
    const { frames: [least, mean], heights, freezes, up } = shown;
    const cells = [
      people,
      `${percent(shown.busy)} of a core`,
      two === null ? "" : `× ${(shown.busy / two).toFixed(2)}`,
      `${percent(hidden.busy)}, ${hidden.up.toFixed(2)} Mbit/s`,
      `${least.toFixed(1)} to ${mean.toFixed(1)}`,
      heights,
      freezes,
      `${up.toFixed(2)} Mbit/s`,
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
} finally {
  await receivers.close();
  await server.stop();
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** Measures one sender and its receivers, and the same when all of them are hidden. */
async function measure(people: number): Promise<{ shown: Span; hidden: Span }> {
  const sender = await start("chromium", { args: OBEYS });
  const everybody: Visitor[] = [];
  try {
    const place = room();
    const ann = await enter(server, sender, place);
    everybody.push(ann);
    for (let at = 1; at < people; at++) everybody.push(await enter(server, receivers, place));
    const others = everybody.slice(1);
    await pass(SETTLE_MS);
    const shown = await span(sender, ann, others);
    for (const { page } of others) await page.evaluate(hide);
    await pass(SETTLE_MS / 3);
    return { shown, hidden: await span(sender, ann, others) };
  } finally {
    await Promise.allSettled(everybody.map((one) => one.close()));
    await sender.close();
  }
}

async function enter({ origin }: Server, browser: Browser, place: string): Promise<Visitor> {
  const sends = browser !== receivers;
  const href = `${origin}/#/${place}?name=${sends ? "Ann" : "Bob"}&join=1&mic=${Number(sends)}` +
    `&cam=${Number(sends)}`;
  const visitor = await visit(browser, href, { devices: "full", viewport: VIEW });
  await visitor.on("call");
  return visitor;
}

async function span(browser: Browser, ann: Visitor, others: readonly Visitor[]): Promise<Span> {
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
    busy: (after.ticks - before.ticks) / TICKS_PER_SECOND / seconds,
    frames: [Math.min(...frames), sum(frames) / frames.length],
    heights: range(after.all.flatMap(({ heights }) => heights)),
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
  const decoded: number[] = [];
  const heights: number[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    for (const one of (await pc.getStats()).values()) {
      if (one.mid !== "1") continue;
      if (one.type === "outbound-rtp") sent += one.bytesSent;
      if (one.type === "inbound-rtp" && one.framesDecoded) {
        decoded.push(one.framesDecoded);
        heights.push(one.frameHeight);
        freezes += one.freezeCount ?? 0;
      }
    }
  }
  return { sent, freezes, decoded, heights };
}

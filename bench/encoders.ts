/**
 * Cost of sending one camera to several receivers over bare connections: one encoder each, against
 * one encoder whose frames all senders send, as a Markdown table of medians. Rounds are interleaved.
 * `deno run -A bench/encoders.ts [rounds] [chromium|firefox] [720] [mode…]`, on Linux.
 */
import type { Browser, Page } from "puppeteer-core";
import { cameraLimit } from "../client/call/media/encodings.ts";
import type { Kind } from "../tests/harness/browser/browser_binaries.ts";
import { start } from "../tests/harness/browser/browsers.ts";
import { processorTime } from "./processor_time.ts";

const numbers = Deno.args.map(Number).filter((number) => number > 0);
const ROUNDS = numbers.find((number) => number < 100) ?? 5;
const LARGE = numbers.includes(720);
const has = (word: string) => Deno.args.includes(word);
const KINDS = (["chromium", "firefox"] as const).filter((kind) =>
  has(kind) || !["chromium", "firefox"].some(has)
);
/** `h264`, `vp9` and `av1` have one encoder each, as `own` does with VP8. */
const MODES = ["own", "shared", "h264", "vp9", "av1"].filter(has);
if (MODES.length === 0) MODES.push("own", "shared");
if (!MODES.includes("own")) MODES.unshift("own");
/** Receivers, and what they are sent in a call of so many. */
const CASES = LARGE
  ? [{ receivers: 3, ...cameraLimit(1) }]
  : [3, 5, 7].map((receivers) => ({ receivers, ...cameraLimit(receivers) }));
/** Time in which bitrates find their place, and time that is measured. */
const SETTLE_MS = 4000;
const MEASURED_MS = 7000;

type Case = typeof CASES[number];

/** Counters of one page, as encoders/page.js sums them. */
interface Counters {
  readonly encoded: number;
  readonly encodeTime: number;
  readonly sent: number;
  readonly freezes: number;
  readonly decoded: readonly number[];
  readonly heights: readonly number[];
}

/** One measurement. */
interface Span {
  /** Seconds of processor per thousand frames decoded. */
  readonly cost: number;
  /** Share of one core. */
  readonly busy: number;
  /** Frames per second of the receiver that has the fewest, and on average. */
  readonly least: number;
  readonly mean: number;
  readonly freezes: number;
  readonly height: number;
  readonly encodeMs: number;
  readonly kbps: number;
}

const server = serve();
const origin = `http://127.0.0.1:${server.addr.port}/`;
const receiver = await start("chromium", { media: "none" });
try {
  console.log(
    "| sender, receivers | mode | s per 1000 frames | of one each | core | frames/s | freezes | encode | sent |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const kind of KINDS) await compare(kind);
} finally {
  await receiver.close();
  await server.shutdown();
}

async function compare(kind: Kind): Promise<void> {
  const sender = await start(kind);
  try {
    const found = CASES.map((one) => MODES.map((mode) => ({ one, mode, spans: [] as Span[] })));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { one, mode, spans } of found.flat()) {
        spans.push(await measure(sender, one, mode));
      }
    }
    for (const cells of found) for (const cell of cells) print(kind, cell, cells[0]?.spans ?? []);
  } finally {
    await sender.close();
  }
}

function print(
  kind: Kind,
  { one, mode, spans }: { readonly one: Case; readonly mode: string; readonly spans: Span[] },
  own: readonly Span[],
): void {
  const of = (read: (span: Span) => number) => median(spans.map(read));
  const ratios = spans.map(({ cost }, at) => cost / (own[at]?.cost ?? NaN));
  const cells = [
    `${kind}, ${one.receivers} × ${one.lines} lines, ${one.rate}/s`,
    mode,
    of(({ cost }) => cost).toFixed(2),
    `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${
      Math.max(...ratios).toFixed(2)
    })`,
    `${(of(({ busy }) => busy) * 100).toFixed(0)} %`,
    `${of(({ least }) => least).toFixed(1)} to ${of(({ mean }) => mean).toFixed(1)}`,
    spans.reduce((sum, { freezes }) => sum + freezes, 0),
    `${of(({ encodeMs }) => encodeMs).toFixed(1)} ms at ${of(({ height }) => height)}`,
    `${of(({ kbps }) => kbps).toFixed(0)} kbit/s each`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

/** Opens one page on either side, measures, and closes them. */
async function measure(browser: Browser, one: Case, mode: string): Promise<Span> {
  const [sends, receives] = await Promise.all([browser.newPage(), receiver.newPage()]);
  try {
    await Promise.all([sends.goto(origin), receives.goto(origin)]);
    const { receivers, bitrate, rate, lines } = one;
    const width = Math.round(lines * 16 / 9);
    const wish = { receivers, mode, bitrate, rate, height: lines, width };
    await call(sends, "accept", await call(receives, "answer", await call(sends, "offer", wish)));
    await pass(SETTLE_MS);
    return await span(browser.process()?.pid ?? 0, sends, receives);
  } finally {
    await Promise.allSettled([sends.close(), receives.close()]);
  }
}

async function span(pid: number, sends: Page, receives: Page): Promise<Span> {
  const read = async () => ({
    at: performance.now(),
    seconds: await processorTime(pid),
    own: await call<Counters>(sends, "counters"),
    theirs: await call<Counters>(receives, "counters"),
  });
  const before = await read();
  await pass(MEASURED_MS);
  const after = await read();
  const passed = (after.at - before.at) / 1000;
  const used = after.seconds - before.seconds;
  const frames = after.theirs.decoded.map((count, at) => count - (before.theirs.decoded[at] ?? 0));
  const all = frames.reduce((sum, one) => sum + one, 0);
  const encoded = after.own.encoded - before.own.encoded;
  return {
    cost: used / all * 1000,
    busy: used / passed,
    least: Math.min(...frames) / passed,
    mean: all / frames.length / passed,
    freezes: after.theirs.freezes - before.theirs.freezes,
    height: Math.min(...after.theirs.heights),
    encodeMs: (after.own.encodeTime - before.own.encodeTime) / encoded * 1000,
    kbps: (after.own.sent - before.own.sent) * 8 / passed / frames.length / 1000,
  };
}

/** Calls a function of the page. */
function call<T>(page: Page, name: string, argument: unknown = null): Promise<T> {
  return page.evaluate(
    (name: string, argument: unknown) => Reflect.get(globalThis, name)(argument),
    name,
    argument,
  );
}

function serve(): Deno.HttpServer<Deno.NetAddr> {
  const types: Record<string, string> = { "": "text/html", js: "text/javascript" };
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const name = new URL(request.url).pathname.slice(1) || "index.html";
    const file = new URL(`encoders/${name.replaceAll("/", "")}`, import.meta.url);
    const text = await Deno.readTextFile(file).catch(() => null);
    if (text === null) return new Response(null, { status: 404 });
    const type = types[name.endsWith(".js") ? "js" : ""] ?? "";
    return new Response(text, { headers: { "content-type": `${type}; charset=utf-8` } });
  });
}

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

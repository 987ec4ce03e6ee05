/**
 * Cost of a call of many to the page that sends, and what its receivers get, as a Markdown table.
 * The floor is the call of two of the same run. Pictures cost what the page takes above the same
 * call with sound alone, in which it still captures and shows itself: once while all receivers look,
 * and once while none does. Beside it stands the page alone, with a camera of the same size.
 * `deno task bench group [people…]`, on Linux.
 */
import type { Browser } from "puppeteer-core";
import { start } from "../tests/harness/browser/browsers.ts";
import { room } from "../tests/harness/browser/room_link.ts";
import { serve, type Server } from "../tests/harness/browser/server.ts";
import { visit, type Visitor } from "../tests/harness/browser/visitor.ts";
import { median } from "../tests/harness/median.ts";
import { processorTime } from "./processor_time.ts";
import { writeRoomCamera } from "./room_camera.ts";

const PEOPLE = Deno.args.length > 0 ? Deno.args.map(Number) : [2, 3, 4, 6];
/** Time in which sizes and bitrates find their place, and time that is measured. */
const SETTLE_MS = 12_000;
const MEASURED_MS = 12_000;
/** Turns of hidden pictures and no pictures: they differ by less than two spans of the same. */
const TURNS = 9;
/** Film that the camera shows, and its size and frames a second. */
const FILM = await Deno.makeTempFile({ suffix: ".y4m" });
const CAMERA = { lines: 720, rate: 15 };
const VIEW = { width: 1280, height: 960 };

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
await writeRoomCamera(FILM, CAMERA);
const receivers: Browser = await start("chromium", { media: "none" });
try {
  console.log(
    "| people | processor | of two | nobody looks | sound | alone | pictures, seen to unseen | frames/s | height | freezes | up |",
  );
  console.log(`| ${Array(11).fill("---").join(" | ")} |`);
  let two: number | null = null;
  for (const people of PEOPLE) {
    const { shown, hidden, sound, alone } = await measure(people);
    two ??= people === 2 ? shown.busy : null;
    const { frames: [least, mean], heights, freezes, up } = shown;
    const [seen, unseen] = [shown.busy - sound, hidden - sound];
    const cells = [
      people,
      `${percent(shown.busy)} of a core`,
      two === null ? "" : `× ${(shown.busy / two).toFixed(2)}`,
      percent(hidden),
      percent(sound),
      percent(alone),
      `${percent(seen)} to ${percent(unseen)}: ${percent(unseen / seen)}`,
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
  await Deno.remove(FILM);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** Spans of one sender. */
interface Spans {
  /** All receivers look. */
  readonly shown: Span;
  /** Shares of a core while none does. */
  readonly hidden: number;
  /** The same, and the connections have no camera. */
  readonly sound: number;
  /** The same, and there are no receivers. */
  readonly alone: number;
}

/** Measures one sender and its receivers, and the sender with less and less of them. */
async function measure(people: number): Promise<Spans> {
  const sender = await start("chromium", {
    args: [`--use-file-for-fake-video-capture=${FILM}`],
  });
  const everybody: Visitor[] = [];
  try {
    const place = room();
    const ann = await enter(server, sender, place);
    everybody.push(ann);
    for (let at = 1; at < people; at++) everybody.push(await enter(server, receivers, place));
    const others = everybody.slice(1);
    const measured = async (settleMs: number) => {
      await pass(settleMs);
      return await span(sender, ann, others);
    };
    const shown = await measured(SETTLE_MS);
    for (const { page } of others) await page.evaluate(hide);
    await pass(SETTLE_MS / 4);
    const [unseen, none]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < TURNS; turn++) {
      unseen.push((await measured(SETTLE_MS / 6)).busy);
      await ann.page.evaluate(withoutCamera, true);
      none.push((await measured(SETTLE_MS / 6)).busy);
      await ann.page.evaluate(withoutCamera, false);
    }
    const sound = median(none);
    // Each turn by itself: the pace of the machine drifts.
    const hidden = sound + median(unseen.map((busy, turn) => busy - (none[turn] ?? NaN)));
    const kept = await ann.page.evaluate(keepPicture);
    for (const one of others.splice(0)) await one.close();
    await ann.count("[data-tile]", 1);
    await ann.page.evaluate(restorePicture, kept);
    const alone = await measured(SETTLE_MS / 3);
    return { shown, hidden, sound, alone: alone.busy };
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
    used: await processorTime(pid),
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
    busy: (after.used - before.used) / seconds,
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

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs in the page: the person looks at another tab. */
function hide(): void {
  Object.defineProperty(Document.prototype, "hidden", { get: () => true, configurable: true });
  Object.defineProperty(document, "hidden", { get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** Runs in the page: its connections have no camera, or the one that they had. */
async function withoutCamera(ends: boolean): Promise<void> {
  const page = globalThis as unknown as {
    readonly __pcs: RTCPeerConnection[];
    __cameras?: Map<RTCRtpSender, MediaStreamTrack | null>;
  };
  const cameras = page.__cameras ??= new Map();
  for (const pc of page.__pcs) {
    if (pc.connectionState !== "connected") continue;
    for (const { sender } of pc.getTransceivers().slice(1, 2)) {
      if (ends) cameras.set(sender, sender.track);
      await sender.replaceTrack(ends ? null : cameras.get(sender) ?? null);
    }
  }
}

/** Own picture of a page. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly capture: MediaTrackConstraints;
}

/** Runs in the page: size of the own picture, as it is shown and as it is captured. */
function keepPicture(): Picture {
  const video = document.querySelector<HTMLVideoElement>('[data-tile="me"] video');
  const { width = 0, height = 0 } = video?.getBoundingClientRect() ?? {};
  const [track] = video?.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks() : [];
  return { width, height, capture: track?.getConstraints() ?? {} };
}

/** Runs in the page: a page that is alone shows and captures its own picture as large as before. */
async function restorePicture({ width, height, capture }: Picture): Promise<void> {
  const video = document.querySelector<HTMLVideoElement>('[data-tile="me"] video');
  if (!video) return;
  Object.assign(video.style, { width: `${width}px`, height: `${height}px` });
  const [track] = video.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks() : [];
  await track?.applyConstraints(capture);
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

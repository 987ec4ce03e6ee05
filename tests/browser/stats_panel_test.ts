import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { smallDevices } from "../harness/browser/small_devices.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { type Own, type Reading, readPanel } from "../harness/browser/stats_panel.ts";
import type { TestRoom } from "../harness/browser/test_room.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** So many seconds are compared, and as many numbers of the panel. */
const TIMES = 8;
/** Panel and test ask one after the other: a frame more or less, of the smallest pictures. */
const TOLERANCE = 0.1;

const WAYS = { in: "received", out: "sent" } as const;

/** Reads the bitrate that is shown, in bits a second. */
function bits(said: string): number {
  const [, number = "", unit] = /([\d.,]+) ([kM])bit\/s/.exec(said) ?? [];
  return Number(number.replaceAll(",", "")) * (unit === "M" ? 1e6 : 1e3);
}

const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;

/** Equal but for a share of it and `more`. */
function near(what: string, shown: number, is: number, share: number, more = 0): void {
  console.log(`${what}: shows ${shown.toFixed(2)}, is ${is.toFixed(2)}`);
  assert(Math.abs(shown - is) <= is * share + more, `${what}: shows ${shown}, is ${is}`);
}

/** The panel of this page against what its connection says, over the same seconds. */
function compare(who: string, readings: readonly Reading[]): void {
  const [first, ...later] = readings;
  const last = later.at(-1);
  assert(first && last);
  const { own } = last;
  const seconds = (own.at - first.own.at) / 1000;
  const grown = (of: (own: Own) => number) => (of(own) - of(first.own)) / seconds;
  for (const [chart, way] of Object.entries(WAYS)) {
    const shown = later.map((one) => bits(one.charts[chart]?.said ?? ""));
    const is = grown(({ bytes }) => bytes[way] * 8);
    near(`${who} ${way}, bit/s`, mean(shown), is, TOLERANCE);
    const drawn = later.map((one) => one.charts[chart]?.now ?? NaN);
    near(`${who} ${way}, bit/s drawn`, mean(drawn), is, TOLERANCE);
    const lines = later.map(({ streams }) =>
      bits(streams[`${way}-camera`] ?? "") + bits(streams[`${way}-mic`] ?? "")
    );
    near(`${who} ${way}, bit/s of picture and sound`, mean(lines), is, TOLERANCE);
    const frames = later.map(({ streams }) =>
      Number(/([\d.]+) frames\/s/.exec(streams[`${way}-camera`] ?? "")?.[1])
    );
    near(`${who} ${way}, frames/s`, mean(frames), grown((own) => own.frames[way]), TOLERANCE);
    const [picture, sound] = [last.streams[`${way}-camera`], last.streams[`${way}-mic`]];
    assertEquals(
      picture?.split(" · ").slice(0, 2),
      [own.codecs[`${way}-camera`], own.sizes[`${way}-camera`]],
    );
    assertEquals(sound?.split(" · ")[0], own.codecs[`${way}-mic`]);
  }
  const jitters = later.map(({ streams }) =>
    Number(/jitter ([\d.]+) ms/.exec(streams["received-camera"] ?? "")?.[1])
  );
  const jitter = mean(later.map(({ own }) => (own.jitter["camera"] ?? NaN) * 1000));
  near(`${who} jitter, ms`, mean(jitters), jitter, 0.3, 1);
  const trips = later.map(({ charts }) => charts["rtt"]?.now ?? NaN);
  const trip = mean(later.map(({ own }) => (own.roundTrip ?? NaN) * 1000));
  if (Number.isFinite(trip)) near(`${who} there and back, ms`, mean(trips), trip, 0.3, 0.5);
  assertEquals(last.path, own.way.relayed ? "relayed" : "direct");
  assertEquals(last.protocol, own.way.protocol);
}

/** Two people whose panels are open and have begun to count. */
async function opened(testRoom: TestRoom, query = ""): Promise<Visitor[]> {
  const people: Visitor[] = [];
  for (const kind of BOTH) {
    const href = `${testRoom.link}?name=${kind}&join=1${query}`;
    people.push(await testRoom.open(kind, href, { before: [smallDevices] }));
  }
  await allHear(people);
  await Promise.all(people.map(async (one) => {
    await one.press("numbers");
    const counts = () =>
      one.page.$$eval(
        "[data-stream]",
        (all) => all.map((line) => line.getAttribute("data-stream")),
      );
    await until("all four streams", async () => (await counts()).length === 4, counts);
  }));
  return people;
}

browserTestWithTurn(
  {},
  "the panel shows what getStats says: a direct call",
  BOTH,
  async (testRoom) => {
    const people = await opened(testRoom);
    const all = await Promise.all(people.map((one) => readPanel(one, TIMES)));
    for (const [at, readings] of all.entries()) {
      compare(BOTH[at] ?? "", readings);
      assertEquals([readings[0]?.path, readings[0]?.protocol], ["direct", "udp"]);
    }
  },
);

browserTestWithTurn(
  { urls: (address) => [`turn:${address}?transport=tcp`] },
  "the panel shows what getStats says: through a relay, by TCP",
  BOTH,
  async (testRoom) => {
    const people = await opened(testRoom, "&relay=1");
    const all = await Promise.all(people.map((one) => readPanel(one, TIMES)));
    for (const [at, readings] of all.entries()) {
      compare(BOTH[at] ?? "", readings);
      assertEquals([readings[0]?.path, readings[0]?.protocol], ["relayed", "tcp"]);
    }
  },
);

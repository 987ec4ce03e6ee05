import { assert } from "@std/assert";
import { ledger } from "../browser/rig/ledger.ts";
import { scene } from "../browser/rig/scene.ts";
import { until } from "../browser/rig/until.ts";
import type { Visitor } from "../browser/rig/visitor.ts";
import { held, lasts, party } from "./party.ts";
import { ports } from "./ports.ts";
import { slow } from "./slow.ts";

const BOTH = ["chromium", "firefox"] as const;

/** What has come in, over whichever connection. */
interface Came {
  /** When, in ms. */
  readonly at: number;
  readonly samples: number;
  /** Samples that the decoder made up, since no packet was there. */
  readonly concealed: number;
  readonly frames: number;
  /** Of pictures. */
  readonly bytes: number;
}

/** Runs in the page. */
async function readCame(): Promise<Came> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const came = { at: performance.now(), samples: 0, concealed: 0, frames: 0, bytes: 0 };
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    (await pc.getStats()).forEach((one) => {
      if (one.type !== "inbound-rtp") return;
      came.samples += one.totalSamplesReceived ?? 0;
      came.concealed += one.concealedSamples ?? 0;
      came.frames += one.framesDecoded ?? 0;
      if (one.kind === "video") came.bytes += one.bytesReceived ?? 0;
    });
  }
  return came;
}

const came = ({ page }: Visitor) => page.evaluate(readCame);

/** How the last seconds were. */
interface Span {
  /** Share of the sound that was made up, 0 to 1. */
  readonly concealed: number;
  /** Frames a second. */
  readonly rate: number;
  /** kbit/s of pictures. */
  readonly bitrate: number;
  /** What the page says of what it is sent less of. */
  readonly gets: string | null;
}

/** What comes in during so many ms. */
async function watch(one: Visitor, ms: number): Promise<Span> {
  const before = await came(one);
  await lasts(ms);
  const now = await came(one);
  const seconds = (now.at - before.at) / 1000;
  return {
    concealed: (now.concealed - before.concealed) / (now.samples - before.samples),
    rate: (now.frames - before.frames) / seconds,
    bitrate: (now.bytes - before.bytes) * 8 / 1000 / seconds,
    gets: await one.page.evaluate(() => {
      return document.querySelector("[data-gets]")?.getAttribute("data-gets") ?? null;
    }),
  };
}

/** Percent of the sound that may be made up; and frames a second, unless the page says why not. */
const STEPS = [
  { carries: 300, concealed: 5, frames: 5, says: false },
  { carries: 100, concealed: 10, frames: 1, says: true },
  { carries: 50, concealed: 10, frames: 1, says: true },
];
const WATCHED = 4000;
/** Share of the sound that may be made up at any time once all has settled. */
const SURVIVES = 0.3;
/** What the row allows until the picture is what it was, in ms. */
const BACK = 30_000;
const ENOUGH = 0.8;

scene("F43: the way carries ever less, and the sound stays", BOTH, async (stage) => {
  stage.expect(/ICE failed/);
  const couples = await party(stage);
  const people = couples.flatMap(({ name, people }) =>
    people.map((one, at) => ({ one, name: `${name} ${at ? "Bob" : "Ann"}` }))
  );
  await using link = await slow(await Promise.all(people.map(({ one }) => ports(one))));
  await link.carries(10_000);
  const before = await held(couples);
  const free = await Promise.all(people.map(({ one }) => watch(one, WATCHED)));
  for (const { carries, concealed, frames, says } of STEPS) {
    await link.carries(carries);
    const then = performance.now();
    await Promise.all(people.map(async ({ one, name }, at) => {
      let span: Span | null = null;
      await until(
        `${name} to be heard at ${carries} kbit/s`,
        async () => {
          await link.covers(at, await ports(one));
          span = await watch(one, WATCHED);
          const seen = span.rate >= frames || says && span.gets !== null;
          return span.concealed * 100 <= concealed && seen;
        },
        () => Promise.resolve(span ?? {}),
        40_000,
      );
      console.log(`F43 ${carries} kbit/s ${name}: ${told(span)}, after ${seconds(then)} s`);
    }));
    await Promise.all(people.map(async ({ one, name }) => {
      const span = await watch(one, 2 * WATCHED);
      console.log(`F43 ${carries} kbit/s ${name}, later: ${told(span)}`);
      assert(span.concealed < SURVIVES, `${name} is not heard at ${carries} kbit/s: ${told(span)}`);
    }));
    if (carries < 300) {
      const { waited, dropped } = await link.seen();
      assert(waited > 0 && dropped > 0, "nothing waited, and nothing had to: no narrow way");
    }
  }
  await link.carries(10_000);
  const then = performance.now();
  const row = ledger("F43 picture back", BACK);
  await Promise.all(people.map(async ({ one, name }, at) => {
    const wanted = (free[at]?.bitrate ?? 0) * ENOUGH;
    let span: Span | null = null;
    await until(
      `${name}'s picture to be what it was`,
      async () => {
        span = await watch(one, WATCHED / 2);
        return span.bitrate >= wanted && span.gets === null;
      },
      () => Promise.resolve(span ?? {}),
      60_000,
    );
    row.add(name, performance.now() - then);
  }));
  row.print();
  const after = await held(couples);
  const kept = before.filter((held, at) => String(held) === String(after[at])).length;
  console.log(`F43: ${kept} of ${before.length} held the same connection all along`);
  assert(kept >= before.length / 2, "a slow way is no reason to rebuild");
});

function told(span: Span | null): string {
  if (!span) return "nothing";
  const { concealed, rate, gets } = span;
  return `${(concealed * 100).toFixed(1)} % made up, ${rate.toFixed(1)} fps, ${
    gets ?? "everything"
  }`;
}

const seconds = (then: number) => ((performance.now() - then) / 1000).toFixed(1);

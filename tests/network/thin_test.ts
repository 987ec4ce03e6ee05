import { assert } from "@std/assert";
import { ledger } from "../harness/browser/measurements.ts";
import { scene } from "../harness/browser/stage.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { held, party } from "./party.ts";
import { ports } from "./ports.ts";
import { slow } from "./slow.ts";

const BOTH = ["chromium", "firefox"] as const;

/** Sums of what has come in, over all connections that work. */
interface Came {
  /** Packets of sound. */
  readonly received: number;
  readonly lost: number;
  readonly samples: number;
  /** Samples that the decoder made up, since no packet was there in time. */
  readonly concealed: number;
  readonly frames: number;
  /** Of pictures. */
  readonly bytes: number;
}

/** Runs in the page. */
async function readCame(): Promise<Came> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const came = { received: 0, lost: 0, samples: 0, concealed: 0, frames: 0, bytes: 0 };
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    (await pc.getStats()).forEach((one) => {
      if (one.type !== "inbound-rtp") return;
      if (one.kind === "video") {
        came.frames += one.framesDecoded ?? 0;
        came.bytes += one.bytesReceived ?? 0;
      } else if (one.mid === "0") {
        came.received += one.packetsReceived;
        came.lost += one.packetsLost;
        came.samples += one.totalSamplesReceived ?? 0;
        came.concealed += one.concealedSamples ?? 0;
      }
    });
  }
  return came;
}

const came = ({ page }: Visitor) => page.evaluate(readCame);

/** How a call was while so many packets of sound were sent. */
interface Span {
  /** Share of the sound that was lost on the way, 0 to 1. */
  readonly lost: number;
  /** Share of the sound that was made up: what was lost, and what the machine was late for. */
  readonly concealed: number;
  /** Pictures for each packet of sound that was sent. */
  readonly pictures: number;
  /** Bytes of each picture. */
  readonly bytes: number;
  /** Words of the page about media that it is sent less of. */
  readonly gets: string | null;
}

/** Watches while the other one sends so many packets of sound, some 50 a second. */
async function watch(one: Visitor, packets: number): Promise<Span> {
  let before = await came(one);
  const sent = ({ received, lost }: Came) => received + lost - before.received - before.lost;
  const enough = async () => {
    const now = await came(one);
    // A connection was replaced: its counters begin anew.
    if (sent(now) < 0) before = now;
    return sent(now) >= packets;
  };
  await until(`${packets} packets of sound`, enough, () => came(one), PATIENT);
  const now = await came(one);
  const frames = now.frames - before.frames;
  return {
    lost: (now.lost - before.lost) / sent(now),
    concealed: (now.concealed - before.concealed) / (now.samples - before.samples),
    pictures: frames / sent(now),
    bytes: (now.bytes - before.bytes) / Math.max(1, frames),
    gets: await one.page.evaluate(() => {
      return document.querySelector("[data-gets]")?.getAttribute("data-gets") ?? null;
    }),
  };
}

/**
 * Percent of the sound that may be lost; and of the pictures that came before, those that come,
 * unless the page says why not.
 */
const STEPS = [
  { carries: 300, lost: 5, pictures: 50, says: false },
  { carries: 100, lost: 10, pictures: 10, says: true },
  { carries: 50, lost: 10, pictures: 10, says: true },
];
const WATCHED = 200;
const PATIENT = 90_000;
/** Share of the sound that may be lost at any time once all has settled. */
const SURVIVES = 0.3;
/** Time that the row allows until the picture is as before, in ms. */
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
  const floors = free.map(({ concealed }) => `${(concealed * 100).toFixed(1)} %`);
  console.log(`F43 made up on a free way: ${floors.join(", ")}`);
  for (const { carries, lost, pictures, says } of STEPS) {
    await link.carries(carries);
    const then = performance.now();
    await Promise.all(people.map(async ({ one, name }, at) => {
      let span: Span | null = null;
      await until(
        `${name} to be heard at ${carries} kbit/s`,
        async () => {
          await link.covers(at, await ports(one));
          span = await watch(one, WATCHED);
          const share = span.pictures / (free[at]?.pictures ?? NaN);
          const seen = share * 100 >= pictures || says && span.gets !== null;
          // What comes too late is made up, too: beyond what this machine does anyway.
          const audible = span.concealed <= lost / 100 + 2 * (free[at]?.concealed ?? 0);
          return span.lost * 100 <= lost && audible && seen;
        },
        () => Promise.resolve(span ?? {}),
        PATIENT,
      );
      console.log(`F43 ${carries} kbit/s ${name}: ${told(span)}, after ${seconds(then)} s`);
    }));
    await Promise.all(people.map(async ({ one, name }) => {
      const span = await watch(one, 2 * WATCHED);
      console.log(`F43 ${carries} kbit/s ${name}, later: ${told(span)}`);
      assert(span.lost < SURVIVES, `${name} is not heard at ${carries} kbit/s: ${told(span)}`);
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
    // As large and as many as before, in relation to the sound: a slower machine sends fewer.
    const { bytes = NaN, pictures = NaN } = free[at] ?? {};
    let span: Span | null = null;
    await until(
      `${name}'s picture to be what it was`,
      async () => {
        span = await watch(one, WATCHED / 2);
        const whole = span.bytes >= bytes * ENOUGH && span.pictures >= pictures * ENOUGH;
        return whole && span.gets === null;
      },
      () => Promise.resolve(span ?? {}),
      PATIENT,
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
  const share = (of: number) => `${(of * 100).toFixed(1)} %`;
  const { lost, concealed, pictures, bytes, gets } = span;
  return `${share(lost)} lost, ${share(concealed)} made up, ${pictures.toFixed(2)} pictures of ` +
    `${bytes.toFixed(0)} bytes a packet of sound, ${gets ?? "everything"}`;
}

const seconds = (then: number) => ((performance.now() - then) / 1000).toFixed(1);

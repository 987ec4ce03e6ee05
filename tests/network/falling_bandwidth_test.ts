import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { measurements } from "../harness/browser/measurements.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { held, openCouples } from "./couples.ts";
import { ports } from "./ports.ts";
import { limitBandwidth } from "./bandwidth_limit.ts";
import { describe, type InboundMedia, watch } from "./inbound_media.ts";

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
const TIMEOUT_MS = 90_000;
/** Share of the sound that may be lost at any time once all has settled. */
const SURVIVES = 0.3;
/** Time that the row allows until the picture is as before, in ms. */
const BACK_MS = 30_000;
const ENOUGH = 0.8;

browserTest("F43: the way carries ever less, and the sound stays", BOTH, async (testRoom) => {
  testRoom.expect(/ICE failed/);
  const couples = await openCouples(testRoom, LONG ? PAIRS : MIXED);
  const people = couples.flatMap(({ name, people }) =>
    people.map((one, at) => ({ one, name: `${name} ${at ? "Bob" : "Ann"}` }))
  );
  await using link = await limitBandwidth(await Promise.all(people.map(({ one }) => ports(one))));
  await link.carries(10_000);
  const before = await held(couples);
  const free = await Promise.all(people.map(({ one }) => watch(one, WATCHED)));
  const floors = free.map(({ concealed }) => `${(concealed * 100).toFixed(1)} %`);
  console.log(`F43 made up on a free way: ${floors.join(", ")}`);
  for (const { carries, lost, pictures, says } of STEPS) {
    await link.carries(carries);
    const then = performance.now();
    await Promise.all(people.map(async ({ one, name }, at) => {
      let span: InboundMedia | null = null;
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
        TIMEOUT_MS,
      );
      console.log(`F43 ${carries} kbit/s ${name}: ${describe(span)}, after ${seconds(then)} s`);
    }));
    await Promise.all(people.map(async ({ one, name }) => {
      const span = await watch(one, 2 * WATCHED);
      console.log(`F43 ${carries} kbit/s ${name}, later: ${describe(span)}`);
      assert(span.lost < SURVIVES, `${name} is not heard at ${carries} kbit/s: ${describe(span)}`);
    }));
    if (carries < 300) {
      const { waited, dropped } = await link.seen();
      assert(waited > 0 && dropped > 0, "nothing waited, and nothing had to: no narrow way");
    }
  }
  await link.carries(10_000);
  const then = performance.now();
  const row = measurements("F43 picture back", BACK_MS);
  await Promise.all(people.map(async ({ one, name }, at) => {
    // As large and as many as before, in relation to the sound: a slower machine sends fewer.
    const { bytes = NaN, pictures = NaN } = free[at] ?? {};
    let span: InboundMedia | null = null;
    await until(
      `${name}'s picture to be what it was`,
      async () => {
        span = await watch(one, WATCHED / 2);
        const whole = span.bytes >= bytes * ENOUGH && span.pictures >= pictures * ENOUGH;
        return whole && span.gets === null;
      },
      () => Promise.resolve(span ?? {}),
      TIMEOUT_MS,
    );
    row.add(name, performance.now() - then);
  }));
  row.print();
  const after = await held(couples);
  const kept = before.filter((held, at) => String(held) === String(after[at])).length;
  console.log(`F43: ${kept} of ${before.length} held the same connection all along`);
  assert(kept >= before.length / 2, "a slow way is no reason to rebuild");
});

const seconds = (then: number) => ((performance.now() - then) / 1000).toFixed(1);

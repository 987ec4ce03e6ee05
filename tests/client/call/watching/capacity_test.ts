import { assert, assertEquals } from "@std/assert";
import {
  FEW_SERVED,
  fitting,
  HOLD_MS,
  MAX_SERVED,
  openCapacity,
} from "../../../../client/call/watching/capacity.ts";
import type { Load } from "../../../../client/call/watching/serving_load.ts";
import { VIEWER_BITRATE } from "../../../../client/call/watching/viewer_limits.ts";
import { fakeClock } from "../../../fakes/clock.ts";
import { seeded } from "../../../fakes/seeded_random.ts";

const UNKNOWN: Load = {
  spare: null,
  isNarrow: false,
  isStrained: false,
  encoders: 99,
  measured: 0,
};

/** Capacity of a page; a second passes with each look, and viewers come as far as there is room. */
function page() {
  const clock = fakeClock();
  const offers: number[] = [];
  const now = { served: 0, short: false };
  const capacity = openCapacity({
    viewers: () => now.served,
    players: () => 0,
    isShort: () => now.short,
    elapsed: clock.now,
    report(message) {
      if (message.type === "client-serve") offers.push(message.viewers);
      return true;
    },
  });
  capacity.offer();
  async function look(load: Partial<Load>): Promise<number> {
    await clock.pass(1000);
    capacity.look({ ...UNKNOWN, measured: now.served, ...load });
    return offers.at(-1) ?? 0;
  }
  return { offers, now, look, capacity };
}

/** Any load of a page that serves so many, as a seed has it. */
function loadOf(random: () => number, served: number): Load {
  return {
    spare: random() < 0.1 ? null : random() * 20 * VIEWER_BITRATE,
    isNarrow: random() < 0.3,
    isStrained: false,
    encoders: Math.floor(random() * 20),
    measured: Math.floor(random() * (served + 1)),
  };
}

Deno.test("Capacity: it never offers more than the ways carry by their estimates, but for a few on one that nobody fills", () => {
  const random = seeded(3);
  for (let round = 0; round < 5000; round++) {
    const served = Math.floor(random() * (MAX_SERVED + 1));
    const load = loadOf(random, served);
    const all = fitting(load, served, 1);
    const least = Math.max(served, load.isNarrow ? 1 : FEW_SERVED);
    assert(all >= served && all <= MAX_SERVED, "those who are served stay");
    const unmeasured = served - load.measured;
    const taken = (all - served + unmeasured) * VIEWER_BITRATE;
    assert(all === least || taken <= (load.spare ?? 0), `${all}: ${JSON.stringify(load)}`);
    assert(all === least || all - served + unmeasured <= load.encoders, "nor more than it encodes");
  }
});

Deno.test("Capacity: more uplink or time to encode never makes an offer smaller", () => {
  const random = seeded(5);
  for (let round = 0; round < 5000; round++) {
    const served = Math.floor(random() * (MAX_SERVED + 1));
    const load = loadOf(random, served);
    const better = {
      ...load,
      spare: (load.spare ?? 0) + random() * 5 * VIEWER_BITRATE,
      isNarrow: load.isNarrow && random() < 0.5,
      encoders: load.encoders + Math.floor(random() * 5),
    };
    for (const share of [0.8, 1]) {
      assert(fitting(better, served, share) >= fitting(load, served, share));
    }
  }
});

Deno.test("Capacity: an uplink of which nothing is known is offered to a few", async () => {
  const { look } = page();
  assertEquals(await look({}), 4);
  assertEquals(await look({ spare: 0 }), 4, "an estimate is the least that a way carries");
  assertEquals(await look({ spare: 0, isNarrow: true }), 1, "until an encoder fills it");
});

Deno.test("Capacity: where uplink and processor allow, a page comes to serve twelve, and no more", async () => {
  const { look, now, offers } = page();
  for (let second = 0; second < 60; second++) {
    // Each one's way is measured when it has settled, and found to carry half as much again.
    const all = await look({ spare: (4 + 0.5 * now.served) * VIEWER_BITRATE });
    now.served = Math.min(all, now.served + 1);
  }
  assertEquals([now.served, offers.at(-1)], [12, 12]);
  const weak = page();
  for (let second = 0; second < 60; second++) {
    const encoders = Math.max(0, 6 - weak.now.served);
    const all = await weak.look({ spare: 20 * VIEWER_BITRATE, encoders });
    weak.now.served = Math.min(all, weak.now.served + 1);
  }
  assertEquals(weak.now.served, 6, "nor more than its processor encodes");
});

Deno.test("Capacity: who has just come takes of what is to spare until it is measured", async () => {
  const { look, now } = page();
  assertEquals(await look({ spare: 10 * VIEWER_BITRATE }), 8);
  now.served = 8;
  assertEquals(await look({ spare: 10 * VIEWER_BITRATE, measured: 0 }), 8);
  assertEquals(await look({ spare: 10 * VIEWER_BITRATE, measured: 8 }), 12);
});

Deno.test("Capacity: an estimate that wavers by 20 % makes no offer go down and up within 30 s", async () => {
  for (const ways of [5, 5.5, 6, 7, 8, 9, 10]) {
    const random = seeded(ways * 10);
    const { look, offers } = page();
    let [lowered, before, changes] = [-Infinity, 4, 0];
    for (let second = 0; second < 600; second++) {
      const wavering = 0.8 + 0.4 * random();
      const all = await look({ spare: wavering * ways * VIEWER_BITRATE });
      assert(all <= Math.max(4, wavering * ways), "never above the estimate of the moment");
      if (all > before) assert(second - lowered >= HOLD_MS / 1000, `${offers}`);
      if (all < before) lowered = second;
      if (all !== before) changes++;
      before = all;
    }
    // Thirty offers in a minute are heard.
    assert(changes <= 60, `${changes} changes in ten minutes`);
  }
});

Deno.test("Capacity: a page that is short keeps whom it serves, takes one at least, and recovers slowly", async () => {
  const { look, now } = page();
  const spare = 10 * VIEWER_BITRATE;
  assertEquals(await look({ spare }), 8);
  now.served = 3;
  assertEquals(await look({ spare, isStrained: true }), 3);
  now.served = 0;
  now.short = true;
  assertEquals(await look({ spare }), 1);
  now.short = false;
  for (let second = 0; second < 28; second++) assertEquals(await look({ spare }), 1);
  await look({ spare });
  assertEquals(await look({ spare }), 8);
});

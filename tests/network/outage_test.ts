import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { decoded, soundPackets } from "../harness/browser/media_counters.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { assertHealthyCall, kept } from "../harness/browser/assert_healthy_call.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { blackhole, type Fault, loss } from "./nft.ts";
import { type Couple, flowing, held, lasts, openCouples } from "./couples.ts";

/** A test waits this long at most, in ms; what it measured stands beside what the row allows. */
const TIMEOUT_MS = 60_000;
/** Console message of Firefox about a connection that it gave up. */
const GIVEN_UP = /ICE failed/;

/** Ends the fault, which must have swallowed something. */
async function heal(fault: Fault): Promise<number> {
  const swallowed = await fault.dropped();
  await fault[Symbol.asyncDispose]();
  assert(swallowed > 0, "nothing was dropped: the fault did not happen");
  return performance.now();
}

/** Row, seconds without UDP, and what the row allows until media flow again, in ms. */
const OUTAGES = [
  { row: "F33", seconds: 3, limit: 3000 },
  ...(LONG ? [{ row: "F33", seconds: 8, limit: 3000 }] : []),
  { row: "F34", seconds: 20, limit: 5000 },
  ...(LONG ? [{ row: "F34", seconds: 45, limit: 5000 }] : []),
];
/** Each browser on each side. */
const SOME = LONG ? PAIRS : MIXED;

browserTest("F33, F34: UDP is gone for a while, and media come back", BOTH, async (testRoom) => {
  testRoom.expect(GIVEN_UP);
  const couples = await openCouples(testRoom, SOME);
  for (const { row, seconds, limit } of OUTAGES) {
    const page = measurements(`${row} ${seconds} s`, limit);
    const before = await held(couples);
    const fault = await blackhole();
    await lasts(seconds * 1000);
    const then = await heal(fault);
    await Promise.all(couples.map(async (couple) => {
      page.add(couple.name, await flowing(couple, then, TIMEOUT_MS));
    }));
    page.print();
    for (const { people } of couples) await assertHealthyCall(people);
    const people = couples.flatMap(({ people }) => people);
    if (seconds <= 3) await kept(people, before, "3 s are no reason to rebuild");
  }
});

/** Percent lost. */
const LOSSES = [30, ...(LONG ? [10, 20, 50] : [])];
/** As long as so many packets of sound are sent: some 6 s. */
const WATCHED = 300;
/** Of the pictures that came before, this share comes while packets are lost. */
const SHARE = 0.5;

browserTest("F42: packets are lost at random, and the call goes on", BOTH, async (testRoom) => {
  testRoom.expect(GIVEN_UP);
  const couples = await openCouples(testRoom, SOME);
  const people = couples.flatMap(({ people }) => people);
  for (const percent of LOSSES) {
    const row = measurements(`F42 ${percent} %: recovery`, 5000);
    const free = await Promise.all(people.map((one) => pictures(one, 0)));
    const before = await held(couples);
    const fault = await loss(percent);
    await Promise.all(couples.map(async ({ name, people: pair }, at) => {
      const floors = free.slice(2 * at, 2 * at + 2);
      await Promise.all(
        pair.map((one, at) => watch(one, `${percent} % ${name}`, percent, floors[at])),
      );
    }));
    const then = await heal(fault);
    await Promise.all(couples.map(async (couple) => {
      row.add(couple.name, await flowing(couple, then, TIMEOUT_MS));
    }));
    row.print();
    for (const { people } of couples) await assertHealthyCall(people);
    if (percent <= 30) await kept(people, before, `${percent} % are no reason to rebuild`);
  }
});

/** Pictures that come in for each packet of sound that the other one sends. */
async function pictures(one: Visitor, percent: number): Promise<number> {
  const [frames, packets] = [await decoded(one), await soundPackets(one)];
  const sent = async () => (await soundPackets(one) - packets) / (1 - percent / 100);
  await until(`${WATCHED} packets of sound`, async () => await sent() >= WATCHED, sent, TIMEOUT_MS);
  return (await decoded(one) - frames) / await sent();
}

/** Pictures keep coming, measured by the same call without a fault; nothing that is seen changes. */
async function watch(one: Visitor, name: string, percent: number, free = NaN): Promise<void> {
  const said: string[] = [];
  await until(
    `half the pictures at ${name}`,
    async () => {
      const share = await pictures(one, percent) / free;
      said.push(`${Math.round(100 * share)} %`);
      // More than came before is a page that could not answer in time, and says nothing.
      return percent > 30 || share >= SHARE && share <= 2;
    },
    () => Promise.resolve(said),
    TIMEOUT_MS,
  );
  console.log(`F42 ${name}: of the pictures ${said.join(", ")}`);
  if (percent > 30) return;
  // ICE itself may doubt for a moment: at 30 % every second check gets no answer.
  const shown = await one.page.$$eval('[data-tile]:not([data-tile="me"])', (tiles) => {
    return tiles.map((tile) => tile.getAttribute("data-connection"));
  });
  assert(shown.every((one) => /^(connected|poor)$/.test(one ?? "")), `${name}: ${shown}`);
}

/** Seconds without UDP after somebody has asked for an ICE restart. */
const AFTER = LONG ? [0, 10, 24, 40] : [10];

browserTest("F32: an ICE restart on either side, and then an outage", BOTH, async (testRoom) => {
  testRoom.expect(GIVEN_UP);
  const couples = await openCouples(testRoom, SOME);
  for (const role of ["offer", "answer"] as const) {
    for (const seconds of AFTER) {
      const row = measurements(`F32 ${role}er ${seconds} s`, 5000);
      const asked = await Promise.all(couples.map((couple) => restart(couple, role)));
      assert(asked.every((count) => count > 0), `nobody restarted: ${asked}`);
      const fault = seconds > 0 ? await blackhole() : null;
      await lasts(seconds * 1000);
      const then = fault ? await heal(fault) : performance.now();
      await Promise.all(couples.map(async (couple) => {
        row.add(couple.name, await flowing(couple, then, TIMEOUT_MS));
      }));
      row.print();
      for (const { people } of couples) await assertHealthyCall(people);
    }
  }
});

/** Asks for an ICE restart on every connection with this role; gives their number. */
async function restart({ people }: Couple, role: RTCSdpType): Promise<number> {
  const counts = await Promise.all(people.map(({ page }) =>
    page.evaluate((type) => {
      const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
      // Firefox throws when a closed connection is asked for its description.
      const mine = made.filter((pc) => {
        return pc.connectionState === "connected" && pc.localDescription?.type === type;
      });
      for (const pc of mine) pc.restartIce();
      return mine.length;
    }, role)
  ));
  return counts.reduce((sum, count) => sum + count, 0);
}

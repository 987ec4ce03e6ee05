import { assert, assertEquals } from "@std/assert";
import { ledger } from "../browser/rig/ledger.ts";
import { LONG } from "../browser/rig/length.ts";
import { whole } from "../browser/rig/oracle.ts";
import { scene } from "../browser/rig/scene.ts";
import { blackhole, type Fault, loss } from "./nft.ts";
import { type Couple, flowing, held, lasts, party } from "./party.ts";
import { decoded } from "../browser/rig/flow.ts";

const BOTH = ["chromium", "firefox"] as const;
/** A test waits this long at most, in ms; what it measured stands beside what the row allows. */
const PATIENT = 60_000;
/** What Firefox says of a connection that it gave up, on the page's console. */
const GIVEN_UP = /ICE failed/;

/** Ends the fault, which must have swallowed something. */
async function heal(fault: Fault): Promise<number> {
  const dropped = await fault.dropped();
  await fault[Symbol.asyncDispose]();
  assert(dropped > 0, "nothing was dropped: the fault did not happen");
  return performance.now();
}

/** Row, seconds without UDP, and what the row allows until media flow again, in ms. */
const OUTAGES = [
  { row: "F33", seconds: 3, limit: 3000 },
  { row: "F33", seconds: 8, limit: 3000 },
  { row: "F34", seconds: 20, limit: 5000 },
  ...(LONG ? [{ row: "F34", seconds: 45, limit: 5000 }] : []),
];

scene("F33, F34: UDP is gone for a while, and media come back", BOTH, async (stage) => {
  stage.expect(GIVEN_UP);
  const couples = await party(stage);
  for (const { row, seconds, limit } of OUTAGES) {
    const page = ledger(`${row} ${seconds} s`, limit);
    const before = await held(couples);
    const fault = await blackhole();
    await lasts(seconds * 1000);
    const then = await heal(fault);
    await Promise.all(couples.map(async (couple) => {
      page.add(couple.name, await flowing(couple, then, PATIENT));
    }));
    page.print();
    for (const { people } of couples) await whole(people);
    if (seconds <= 3) assertEquals(await held(couples), before, "3 s are no reason to rebuild");
  }
});

/** Percent lost, and the frames a second that are left at least. */
const LOSSES = [
  { percent: 10, fps: 5 },
  { percent: 30, fps: 5 },
  ...(LONG ? [{ percent: 20, fps: 5 }, { percent: 50, fps: 0 }] : []),
];
const WATCHED = 6000;

scene("F42: packets are lost at random, and the call goes on", BOTH, async (stage) => {
  stage.expect(GIVEN_UP);
  const couples = await party(stage);
  for (const { percent, fps } of LOSSES) {
    const row = ledger(`F42 ${percent} %: recovery`, 5000);
    const before = await held(couples);
    const fault = await loss(percent);
    await Promise.all(couples.map((couple) => watch(couple, percent, fps)));
    const then = await heal(fault);
    await Promise.all(couples.map(async (couple) => {
      row.add(couple.name, await flowing(couple, then, PATIENT));
    }));
    row.print();
    for (const { people } of couples) await whole(people);
    if (percent <= 30) assertEquals(await held(couples), before, "a connection was rebuilt");
  }
});

/** Nothing that people see changes, and frames keep coming. */
async function watch({ name, people }: Couple, percent: number, fps: number): Promise<void> {
  const then = performance.now();
  const first = await Promise.all(people.map(decoded));
  await lasts(WATCHED);
  const last = await Promise.all(people.map(decoded));
  const seconds = (performance.now() - then) / 1000;
  const rates = last.map((count, at) => (count - (first[at] ?? 0)) / seconds);
  console.log(`F42 ${percent} % ${name} ${rates.map((rate) => rate.toFixed(1)).join(" and ")} fps`);
  assert(rates.every((rate) => rate >= fps), `${name} at ${percent} %: ${rates} fps`);
  if (percent > 30) return;
  // ICE itself may doubt for a moment: at 30 % every second check gets no answer.
  for (const { page } of people) {
    const shown = await page.$$eval('[data-tile]:not([data-tile="me"])', (tiles) => {
      return tiles.map((tile) => tile.getAttribute("data-connection"));
    });
    assert(shown.every((one) => /^(connected|poor)$/.test(one ?? "")), `${name}: ${shown}`);
  }
}

/** Seconds without UDP after somebody has asked for an ICE restart. */
const AFTER = LONG ? [0, 10, 24, 40] : [0, 10];

scene("F32: an ICE restart on either side, and then an outage", BOTH, async (stage) => {
  stage.expect(GIVEN_UP);
  const couples = await party(stage);
  for (const role of ["offer", "answer"] as const) {
    for (const seconds of AFTER) {
      const row = ledger(`F32 ${role}er ${seconds} s`, 5000);
      const asked = await Promise.all(couples.map((couple) => restart(couple, role)));
      assert(asked.every((count) => count > 0), `nobody restarted: ${asked}`);
      const fault = seconds > 0 ? await blackhole() : null;
      await lasts(seconds * 1000);
      const then = fault ? await heal(fault) : performance.now();
      await Promise.all(couples.map(async (couple) => {
        row.add(couple.name, await flowing(couple, then, PATIENT));
      }));
      row.print();
      for (const { people } of couples) await whole(people);
    }
  }
});

/** Whoever has this role in a connection asks for an ICE restart; gives how many did. */
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

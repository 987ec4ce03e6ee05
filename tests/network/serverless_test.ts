import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { allHear, SCREEN, sees } from "../harness/browser/media_counters.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import { paint } from "../harness/browser/painted_canvas.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { MIXED } from "../harness/browser/meeting.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { serve } from "../harness/browser/server.ts";
import { until } from "../harness/browser/wait_until.ts";
import { oneWay } from "./nft.ts";
import { ports } from "./ports.ts";

const SHOWN = 'video[data-kind="screen"]';
/** Noticed within 10 s, and repaired within 5 s more. */
const LIMIT_MS = 15_000;
const TIMEOUT_MS = 60_000;

for (const [first, second] of LONG ? MIXED : MIXED.slice(0, 1)) {
  const name = `with the server dead ${first} and ${second} share screens, chat, and repair`;
  browserTest(name, BOTH, async (testRoom) => {
    testRoom.expect(LOST_SOCKET);
    testRoom.expect(/ICE failed/);
    const entry = { before: [paint] };
    const ann = await testRoom.enter(first, "Ann", entry);
    const bob = await testRoom.enter(second, "Bob", entry);
    const cem = await testRoom.enter("chromium", "Cem", entry);
    const all = [ann, bob, cem];
    await assertHealthyCall(all);
    for (const one of all) await lateIsHere(one);
    await testRoom.server.stop("SIGKILL");

    await ann.press("screen");
    for (const one of [bob, cem]) await sees(one, SCREEN);
    await ann.press("screen");
    for (const one of [bob, cem]) await one.count(SHOWN, 0);

    const held = await Promise.all([ann, bob].map(connections));
    // Whichever of their pairs is in use: with another one ICE would heal it by itself.
    const [from, to] = await Promise.all([ports(ann), ports(bob)]);
    assert(from.length > 0 && to.length > 0, `between Ann and Bob: ${from} and ${to}`);
    const row = measurements("repair through a third member", LIMIT_MS);
    const then = performance.now();
    await using there = await oneWay(from, to);
    await using back = await oneWay(to, from);
    await until("packets to be dropped both ways", async () => {
      return await there.dropped() > 0 && await back.dropped() > 0;
    });
    await allHear(all, TIMEOUT_MS);
    row.add(`${first}-${second}`, performance.now() - then);
    row.print();
    await assertHealthyCall(all, TIMEOUT_MS);
    for (const [at, one] of [ann, bob].entries()) {
      const now = await connections(one);
      const old = held[at] ?? [];
      assert(old.some((pc) => !now.includes(pc)), `nothing was rebuilt: ${old}, then ${now}`);
    }

    for (const one of all) await one.press("chat");
    await ann.write("still here");
    await ann.page.keyboard.press("Enter");
    for (const one of [bob, cem]) await one.reads("still here");
  }, serve);
}

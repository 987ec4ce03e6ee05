import { BOTH } from "../harness/browser/browser_binaries.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import { deaf, type Fault, oneWay } from "./nft.ts";
import { openCouples } from "./couples.ts";
import { ports } from "./ports.ts";

/** Noticed within 10 s, and repaired within 5 s more. */
const LIMIT_MS = 15_000;
const TIMEOUT_MS = 60_000;

const ways: Readonly<Record<string, typeof oneWay>> = {
  "F46: UDP passes one way only": oneWay,
  "F46: media pass one way only, and connectivity checks both": deaf,
};

for (const [name, cut] of Object.entries(ways)) {
  browserTest(name, BOTH, async (testRoom) => {
    testRoom.expect(/ICE failed/);
    const couples = await openCouples(testRoom, LONG ? PAIRS : MIXED);
    // Both directions in turn; the short run takes one of them for each pair.
    for (const round of LONG ? [0, 1] : [0]) {
      const row = measurements(`${cut === deaf ? "F46 media" : "F46"}`, LIMIT_MS);
      const faults: Fault[] = [];
      const then = performance.now();
      await Promise.all(couples.map(async ({ people, name }, at) => {
        const [ann, bob] = people;
        const [from, to] = (at + round) % 2 ? [bob, ann] : [ann, bob];
        const fault = await cut(await ports(from), await ports(to));
        faults.push(fault);
        await until("something to be dropped", async () => await fault.dropped() > 0);
        await allHear(people, TIMEOUT_MS);
        row.add(name, performance.now() - then);
      }));
      row.print();
      // The new connections use other ports, so all is well with the fault still there.
      for (const { people } of couples) await assertHealthyCall(people);
      for (const fault of faults) await fault[Symbol.asyncDispose]();
    }
  });
}

import { MIXED } from "../harness/browser/meeting.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { measurements } from "../harness/browser/measurements.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { until } from "../harness/browser/wait_until.ts";
import { narrow } from "./nft.ts";
import { openCouples } from "./couples.ts";

const EXPECTED = /ICE failed|TURN|STUN/;

browserTestWithTurn(
  {},
  "F45: no UDP datagram of more than 1200 bytes gets through",
  BOTH,
  async (testRoom) => {
    testRoom.expect(EXPECTED);
    await using fault = await narrow(1200);
    const row = measurements("F45", 15_000);
    for (const pair of MIXED) {
      const then = performance.now();
      const [couple] = await openCouples(testRoom, [pair]);
      assert(couple);
      row.add(couple.name, performance.now() - then);
    }
    await until("datagrams to be dropped", async () => await fault.dropped() > 0);
    row.print();
  },
);

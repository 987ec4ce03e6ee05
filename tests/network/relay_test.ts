import { BOTH } from "../harness/browser/browser_binaries.ts";
import { type Measurements, measurements } from "../harness/browser/measurements.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { until } from "../harness/browser/wait_until.ts";
import { noUdpBut } from "./nft.ts";
import { type Couple, flowing, openCouples } from "./couples.ts";
import { takesPath } from "./media_path.ts";

const TIMEOUT_MS = 60_000;
/** Whom coturn's packets belong to: rules tell them from those of the pages by it. */
const RELAY_USER = "nobody";
const RELAY = { lines: [`proc-user=${RELAY_USER}`] };
/** Console messages of a connection or a relay that is out of reach. */
const EXPECTED = /ICE failed|TURN|STUN/;
const DIRECT = /^(host|prflx)/;
const SOME = LONG ? PAIRS : MIXED;

/** Waits until all media go this way, and writes down how long that took since `then`. */
async function arrive(
  couples: readonly Couple[],
  way: RegExp,
  row: Measurements,
  then: number,
): Promise<void> {
  await Promise.all(couples.map(async (couple) => {
    await Promise.all(couple.people.map((one) => takesPath(one, way, TIMEOUT_MS)));
    await flowing(couple, then, TIMEOUT_MS);
    row.add(couple.name, performance.now() - then);
  }));
  row.print();
}

browserTestWithTurn(RELAY, "F35: UDP is blocked in a call, for good", BOTH, async (testRoom) => {
  testRoom.expect(EXPECTED);
  const couples = await openCouples(testRoom, SOME);
  await using fault = await noUdpBut(RELAY_USER);
  const then = performance.now();
  await until("packets to be dropped", async () => await fault.dropped() > 0);
  await arrive(couples, /^relay tcp/, measurements("F35", 12_000), then);
  for (const { people } of couples) await assertHealthyCall(people);
});

for (const pair of SOME) {
  browserTestWithTurn(
    RELAY,
    `F36: UDP is blocked from the start, ${pair.join(" and ")}`,
    BOTH,
    async (testRoom) => {
      testRoom.expect(EXPECTED);
      await using fault = await noUdpBut(RELAY_USER);
      const then = performance.now();
      await arrive(
        await openCouples(testRoom, [pair]),
        /^relay tcp/,
        measurements("F36", 12_000),
        then,
      );
      await until("packets to be dropped", async () => await fault.dropped() > 0);
    },
  );
}

browserTestWithTurn(
  {},
  "F48: nothing answers where the relay should be, and the call needs none",
  BOTH,
  async (testRoom, turn) => {
    testRoom.expect(EXPECTED);
    await turn.kill();
    const then = performance.now();
    const couples = await openCouples(testRoom, SOME.slice(0, 2));
    const row = measurements("F48, two calls one after the other", 10_000);
    await arrive(couples, DIRECT, row, then);
  },
);

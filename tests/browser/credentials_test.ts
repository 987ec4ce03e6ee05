import { assert } from "@std/assert";
import { hears } from "../harness/browser/media_counters.ts";
import { smallDevices } from "../harness/browser/small_devices.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { length, LONG } from "../harness/browser/long_runs.ts";
import { initials, MIXED } from "../harness/browser/meeting.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Seconds. */
const TTL = 10;
const TIMEOUT_MS = 90_000;
/** The relay is away for this long, in ms. */
const GONE_MS = length(3000, 10_000);

/** When the names for the relay run out that the page's open connections have, in s since 1970. */
function expiries({ page }: Visitor): Promise<number[]> {
  return page.evaluate(() => {
    const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
    return made.filter((pc) => pc.connectionState === "connected").flatMap((pc) =>
      (pc.getConfiguration().iceServers ?? []).map(({ username }) => parseInt(username ?? ""))
    );
  });
}

const now = () => Date.now() / 1000;

for (const pair of LONG ? MIXED : MIXED.slice(0, 1)) {
  browserTestWithTurn(
    { env: { TURN_TTL: `${TTL}` } },
    `F49, F50: ${
      initials(pair)
    }, the credentials of a relayed call run out, then the relay is gone`,
    pair,
    async (testRoom, turn) => {
      testRoom.expect(/ICE failed|TURN|STUN/);
      const people: Visitor[] = [];
      for (const kind of pair) {
        const href = `${testRoom.link}?name=${kind}&join=1&relay=1`;
        people.push(await testRoom.open(kind, href, { before: [smallDevices] }));
      }
      const flow = () => Promise.all(people.map((one) => hears(one, 1, TIMEOUT_MS)));
      await flow();
      const first = (await Promise.all(people.map(expiries))).flat();
      assert(first.length >= 2 && first.every((one) => one <= now() + TTL), `${first}`);
      await until("all of them to have run out", () => {
        return Promise.resolve(first.every((one) => one < now()));
      });
      // The relay asks for a password when it allocates, and not while it relays.
      await flow();

      await turn.kill();
      const gone = performance.now();
      await until(
        "the connections to be given up",
        async () => {
          return (await Promise.all(people.map(expiries))).every((one) => one.length === 0);
        },
        () => Promise.all(people.map(expiries)),
        TIMEOUT_MS,
      );
      const long = () => Promise.resolve(performance.now() - gone > GONE_MS);
      await until("some seconds without a relay", long);
      await turn.revive();
      const back = performance.now();
      await flow();
      const row = measurements("F49", 5000);
      row.add(initials(pair), performance.now() - back);
      row.print();
      const then = (await Promise.all(people.map(expiries))).flat();
      assert(
        then.length >= 2 && then.every((one) => one > Math.max(...first)),
        `rebuilt with ${then}, the first were ${first}`,
      );
    },
  );
}

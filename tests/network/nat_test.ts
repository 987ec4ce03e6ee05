import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { lacks } from "../harness/daemon.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { distant, type Internet, internet, told, wake } from "./internet.ts";
import { flowing } from "./couples.ts";
import { takesPath } from "./media_path.ts";
import { OTHER, RELAY, SERVER } from "./names.ts";

const missing = lacks("turnserver", "coturn") || lacks("certutil", "libnss3-tools");
const TIMEOUT_MS = 60_000;
const SOME = LONG ? PAIRS : MIXED;
/** Console messages of a connection or a relay that is out of reach. */
const EXPECTED = /ICE failed|TURN|STUN|asked another host: (turn|stun)s?:/;

let awake = false;
let made: Promise<Internet> | null = null;
Deno.test.afterAll(async () => await (await made)?.[Symbol.asyncDispose]());

/** Two homes, which are as they were at first when a test begins. */
function homes(
  name: string,
  play: (testRoom: TestRoom, there: Internet) => Promise<void>,
): void {
  if (missing) return Deno.test({ name, ignore: true, fn() {} });
  browserTest(name, BOTH, async (testRoom) => {
    testRoom.expect(EXPECTED);
    const there = await (made ??= internet());
    if (!awake) await wake(testRoom, there);
    awake = true;
    await play(testRoom, there);
  }, async () => (await (made ??= internet())).server);
}

/** Calls between them go by the relay, whatever they are; the first home's by this way. */
async function connects(
  testRoom: TestRoom,
  there: Internet,
  row: string,
  limit: number,
  first = /relay/,
): Promise<void> {
  const page = measurements(row, limit);
  for (const pair of SOME) {
    const couple = await distant(testRoom, there, pair);
    await Promise.all(
      couple.people.map((one, at) => takesPath(one, at ? /relay/ : first, TIMEOUT_MS)),
    );
    page.add(couple.name, await flowing(couple, couple.began, TIMEOUT_MS));
    for (const one of couple.people) await one.close();
  }
  page.print();
}

/** Nothing leads to the other one, and both are told so. */
async function hopeless(
  testRoom: TestRoom,
  there: Internet,
  row: string,
  play: () => Promise<void>,
) {
  const page = measurements(`${row}, without a relay: the last word`, 20_000);
  const couple = await distant(testRoom, there, ["chromium", "firefox"], "plain");
  await Promise.all([
    told(couple, /^no_relay$/).then((ms) => page.add(couple.name, ms)),
    play(),
  ]);
  page.print();
}

homes("F38: symmetric NAT on both sides", async (testRoom, there) => {
  const before = await Promise.all(there.homes.map((one) => one.refused()));
  await hopeless(testRoom, there, "F38", async () => {
    await connects(testRoom, there, "F38", 8000);
  });
  const after = await Promise.all(there.homes.map((one) => one.refused()));
  assert(after.every((count, at) => count > (before[at] ?? 0)), "nobody tried to come in directly");
});

homes("F41: one home has IPv6 only, the other IPv4 only", async (testRoom, there) => {
  const [first] = there.homes;
  await first.speaks(6);
  try {
    await connects(testRoom, there, "F41", 8000);
  } finally {
    await first.speaks(4);
  }
});

homes("F37: only TCP to port 443 is let through", async (testRoom, there) => {
  const [first] = there.homes;
  await first.lets(`ip daddr { ${SERVER.v4}, ${OTHER}, ${RELAY.v4} } tcp dport 443`);
  const before = await first.refused();
  try {
    await hopeless(testRoom, there, "F37", async () => {
      await connects(testRoom, there, "F37", 15_000, /^relay tls/);
    });
    assert(await first.refused() > before, "nothing was kept from passing");
  } finally {
    await first.lets("");
  }
});

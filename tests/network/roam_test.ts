import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { measurements } from "../harness/browser/measurements.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { sh } from "../harness/sh.ts";
import { assertHealthyCall, kept } from "../harness/browser/assert_healthy_call.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { flowing, held, lasts, openCouples } from "./couples.ts";

const TIMEOUT_MS = 60_000;
/** The interface and the address of this namespace, and others that it can have. */
const [NEAR, FIRST, NEXT, MORE] = ["near", "10.213.9.1/30", "10.213.9.129/30", "10.213.9.65/30"];

/** Gives or takes an address; the route to nowhere stays, without which Firefox has no candidates. */
async function address(what: "add" | "del", is: string): Promise<void> {
  await sh("ip", "addr", what, is, "dev", NEAR);
  await sh("ip", "route", "replace", "default", "dev", NEAR);
}

/**
 * Nobody is found at 127.0.0.1, as with people: there, a call would outlive every other address,
 * and the one that is taken away would not have been in use. Between pages of one machine it is
 * all the same the kernel's loopback that carries the packets from and to that address.
 */
const ENTRY = { with: { loopback: false } };

browserTest(
  "F39, F40: an address is added, and later the one in use is another",
  BOTH,
  async (testRoom) => {
    testRoom.expect(/ICE failed/);
    const couples = await openCouples(testRoom, LONG ? PAIRS : MIXED, ENTRY);
    const before = await held(couples);
    await address("add", MORE);
    await lasts(8000);
    for (const { people } of couples) await assertHealthyCall(people);
    const people = couples.flatMap(({ people }) => people);
    await kept(people, before, "F40: an address more is no reason to rebuild");
    await address("del", MORE);

    const used = await held(couples);
    const row = measurements("F39", 5000);
    await address("del", FIRST);
    try {
      await lasts(2000);
      await address("add", NEXT);
      const then = performance.now();
      await Promise.all(couples.map(async (couple) => {
        row.add(couple.name, await flowing(couple, then, TIMEOUT_MS));
      }));
      row.print();
      for (const { people } of couples) await assertHealthyCall(people);
      // The proof that they used the address which was taken away.
      const after = await held(couples);
      after.forEach((now, at) => assert(now.join() !== used[at]?.join(), "nothing was rebuilt"));
    } finally {
      await address("add", FIRST);
      await address("del", NEXT);
    }
  },
);

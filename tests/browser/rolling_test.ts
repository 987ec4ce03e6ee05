import { length } from "../harness/browser/long_runs.ts";
import { assertEquals } from "@std/assert";
import { lacksNats } from "../harness/nats.ts";
import { type Fleet, fleet } from "../harness/browser/two_processes.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const ROUNDS = length(1, 5);

/** Which of the page's connections carries the call. */
async function carrying(visitor: Visitor): Promise<number[]> {
  return (await visitor.inflow()).filter(({ state }) => state === "connected").map(({ at }) => at);
}

let many: Fleet | null = null;
browserTest(
  `two processes restarted in turn, rounds: ${ROUNDS}: the call does not notice`,
  ["chromium", "firefox"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("firefox", "Bob");
    await allHear([ann, bob]);
    const before = [await carrying(ann), await carrying(bob)];
    for (let round = 0; round < ROUNDS; round++) {
      await many?.roll();
      await allHear([ann, bob]);
    }
    // Not repaired: never broken.
    assertEquals([await carrying(ann), await carrying(bob)], before);
    const cem = await testRoom.enter("chromium", "Cem");
    await allHear([ann, bob, cem]);
    for (const one of [ann, bob, cem]) await one.count("[data-tile]", 3);
  },
  async () => many = await fleet(),
  lacksNats(),
);

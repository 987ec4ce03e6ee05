import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { assertEquals } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { MIXED } from "../harness/browser/meeting.ts";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';

function others(visitor: Visitor): Promise<(string | null)[]> {
  return visitor.page.$$eval(OTHER, (found) => found.map((one) => one.getAttribute("data-tile")));
}

for (const [stays, moves] of LONG ? MIXED : MIXED.slice(1)) {
  const name = `F57: ${moves} reloads, ten times as fast as it can, leaves, comes back, and closes`;
  browserTest(name, BOTH, async (testRoom) => {
    // Whoever reloads while a socket or a script is under way leaves half of it behind.
    testRoom.expect(LOST_SOCKET);
    testRoom.expect(/ICE failed|NetworkError|ERR_ABORTED|integrity/);
    const ann = await testRoom.enter(stays, "Ann");
    const bob = await testRoom.enter(moves, "Bob");
    await allHear([ann, bob]);
    const [before = null] = await others(ann);

    await reload(bob);
    await bob.on("call");
    await assertHealthyCall([ann, bob]);
    assertEquals(await others(ann), [before], "another member after the reload");

    for (let time = 0; time < 10; time++) await reload(bob);
    await bob.on("call");
    await assertHealthyCall([ann, bob]);
    assertEquals(await others(ann), [before], "another member after the reloads");
    await ann.reads("Bob");

    // Gone at once, then one tile.
    await bob.press("leave");
    await bob.on("left");
    await ann.count(OTHER, 0);
    await bob.press("rejoin");
    await bob.on("call");
    await assertHealthyCall([ann, bob]);

    // A page elsewhere, which has no icon, and the way back.
    testRoom.expect(/status of 404/);
    await bob.page.goto(`${testRoom.server.origin}/healthz`);
    await ann.count(OTHER, 0);
    await bob.page.goBack();
    await bob.on("call");
    await assertHealthyCall([ann, bob]);

    await bob.close();
    await ann.count(OTHER, 0);
  });
}

browserTest(
  "return: two tabs with the same link are two people",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("chromium", "Bob");
    await allHear([ann, bob]);
    const twin = await bob.page.browserContext().newPage();
    await twin.goto(`${testRoom.link}?name=Twin&join=1&mic=0&cam=0`);
    await ann.count(OTHER, 2);
    await bob.count(OTHER, 2);
    await twin.close();
    await ann.count(OTHER, 1);
  },
);

/** Reloads as a person does, and waits for the new document: drivers differ in when they return. */
async function reload({ page }: Visitor): Promise<void> {
  await page.evaluate(() => {
    Object.assign(globalThis, { stale: true });
    setTimeout(() => location.reload());
  });
  await until("the new document", () =>
    // While one document goes and the next comes there is nothing to ask.
    page.evaluate(() => !("stale" in globalThis)).catch(() => false));
}

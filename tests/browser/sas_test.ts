import { LONG } from "../harness/browser/long_runs.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { meet, MIXED } from "../harness/browser/meeting.ts";
import { codeOn, openAttack } from "../harness/browser/attack_scenario.ts";
import { browserTest } from "../harness/browser/test_room.ts";

browserTest(
  "SAS: the numbers are the same on both sides, and who compares them says so",
  BOTH,
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("firefox", "Bob");
    await allHear([ann, bob]);
    for (const one of [ann, bob]) await one.press("lock");
    const [first, second] = [await codeOn(ann), await codeOn(bob)];
    assertEquals(first, second);
    await ann.count("[data-verified]", 0);
    await ann.press("matches");
    await ann.count("[data-verified]", 1);
    await ann.reads("Verified");
    // Bob has compared nothing yet; and a page that reloads is still the one that was compared.
    await bob.count("[data-verified]", 0);
    await bob.page.reload();
    await allHear([ann, bob]);
    await ann.count("[data-verified]", 1);
    await bob.press("lock");
    const [again, after] = [await codeOn(ann), await codeOn(bob)];
    assertEquals(again, after);
    assert(again !== first, "an old code");
  },
);

browserTest(
  "SAS: an open room says who can join, and offers the numbers",
  BOTH,
  async (testRoom) => {
    const link = `${testRoom.server.origin}/#/${crypto.randomUUID()}?join=1&mic=1&cam=1`;
    const ann = await testRoom.open("chromium", `${link}&name=Ann`);
    const bob = await testRoom.open("firefox", `${link}&name=Bob`);
    await allHear([ann, bob]);
    for (const one of [ann, bob]) {
      await one.press("lock");
      await one.reads("open room");
    }
    assertEquals(await codeOn(ann), await codeOn(bob));
  },
);

for (const pair of LONG ? MIXED : MIXED.slice(1)) {
  const title = `E13, ${pair.join(" and ")}: who stands in between is betrayed by the numbers`;
  browserTest(title, BOTH, async (testRoom) => {
    const { place, attacker } = await openAttack(testRoom, "the key");
    const people = [attacker.bridge(), attacker.bridge()];
    await using meeting = await meet(testRoom, pair, { place, rules: people });
    for (const one of meeting.people) {
      await one.count('[data-connection="connected"]', 2);
      await one.press("lock");
    }
    // Mallory has committed to secrets before anybody told one, and could not choose them.
    const [first, second] = [await codeOn(meeting.people[0]), await codeOn(meeting.people[1])];
    assert(first !== second, first);
    for (const one of meeting.people) await one.count("[data-alarm]", 0);
  });
}

import { LONG } from "../harness/browser/long_runs.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { meet, MIXED } from "../harness/browser/meeting.ts";
import { codeOn, plot } from "../harness/browser/attack_scenario.ts";
import { scene } from "../harness/browser/stage.ts";

scene(
  "SAS: the numbers are the same on both sides, and who compares them says so",
  BOTH,
  async (stage) => {
    const ann = await stage.enter("chromium", "Ann");
    const bob = await stage.enter("firefox", "Bob");
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

scene("SAS: an open room says who can join, and offers the numbers", BOTH, async (stage) => {
  const link = `${stage.server.origin}/#/${crypto.randomUUID()}?join=1&mic=1&cam=1`;
  const ann = await stage.open("chromium", `${link}&name=Ann`);
  const bob = await stage.open("firefox", `${link}&name=Bob`);
  await allHear([ann, bob]);
  for (const one of [ann, bob]) {
    await one.press("lock");
    await one.reads("open room");
  }
  assertEquals(await codeOn(ann), await codeOn(bob));
});

for (const pair of LONG ? MIXED : MIXED.slice(1)) {
  const title = `E13, ${pair.join(" and ")}: who stands in between is betrayed by the numbers`;
  scene(title, BOTH, async (stage) => {
    const { place, attacker } = await plot(stage, "the key");
    const people = [attacker.bridge(), attacker.bridge()];
    await using meeting = await meet(stage, pair, { place, fates: people });
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

import { assert, assertEquals } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { meet, MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { checks, paths, RELAYED } from "../harness/browser/paths.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

for (const [first, second] of LONG ? PAIRS : MIXED.slice(0, 1)) {
  const name = `relay only: ${first} and then ${second} see and hear each other`;
  browserTestWithTurn({}, name, [first, second], async (testRoom) => {
    const enter = async (kind: typeof first, who: string) => {
      const visitor = await testRoom.open(kind, `${testRoom.link}?name=${who}&join=1&relay=1`);
      await visitor.on("call");
      return visitor;
    };
    const ann = await enter(first, "Ann");
    const bob = await enter(second, "Bob");
    await allHear([ann, bob]);
    for (const one of [ann, bob]) assertEquals(await paths(one), RELAYED);
  });
}

/** One may be on its way at the look, and on a busy machine come before the answer that permits it. */
const MEETINGS = 5;

browserTestWithTurn(
  {},
  "relay only: no connectivity check of a newcomer is lost at the relay of who waits",
  ["chromium"],
  async (testRoom) => {
    const lost: number[] = [];
    while (lost.length < MEETINGS && !lost.includes(0)) {
      const plan = { waits: true, query: "&relay=1" };
      await using meeting = await meet(testRoom, ["chromium", "chromium"], plan);
      const [ann, bob] = meeting.people;
      await allHear([ann, bob]);
      const { sent, answered } = await checks(bob);
      lost.push(sent - answered);
      assert(sent > 0, "nothing was checked");
    }
    assert(lost.includes(0), `checks lost in each of ${MEETINGS} meetings: ${lost}`);
  },
);

const SWITCH = '[data-do="hide-address"]';
const isOn = ({ page }: Visitor) =>
  page.$eval(SWITCH, (one) => one instanceof HTMLInputElement && one.checked);

browserTestWithTurn(
  {},
  "the address is hidden by a switch in the call, and stays so",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("chromium", "Bob");
    await allHear([ann, bob]);
    assert((await paths(bob)).own.includes("host"), "nothing was there to hide");
    await bob.press("more");
    await bob.press("hide-address");
    await until("Bob's media go by the relay alone", async () => {
      const { own, used } = await paths(bob);
      return own.join() === "relay" && used.join() === "relay";
    }, () => paths(bob));
    await allHear([ann, bob]);
    // The next visit of the same device begins so.
    await bob.page.goto(testRoom.link);
    await bob.page.reload();
    await bob.on("lobby");
    await bob.page.click("summary").catch(() => {});
    await bob.count(SWITCH, 1);
    assert(await isOn(bob), "the switch was forgotten");
  },
);

browserTest(
  "relay only: the switch for the address is in the lobby, off at first",
  ["firefox"],
  async (testRoom) => {
    const ann = await testRoom.open("firefox", testRoom.link, {
      viewport: { width: 1280, height: 800 },
    });
    await ann.on("lobby");
    await ann.count(SWITCH, 1);
    assert(!await isOn(ann));
    await ann.press("hide-address");
    assert(await isOn(ann));
    // Nothing else changes in the lobby, and no relay is set up: the room is entered all the same.
    await ann.press("join");
    await ann.on("call");
    await ann.count('body[data-signaling="open"]', 1);
  },
);

import { LONG } from "../harness/browser/long_runs.ts";
import { assert, assertEquals } from "@std/assert";
import { untouched } from "../harness/browser/reconnected_socket.ts";
import { BOTH, type Kind } from "../harness/browser/browser_binaries.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { meet, MIXED, standing } from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import { idsOf, openAttack, powerless } from "../harness/browser/attack_scenario.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const LOCKED = ".corner [data-locked]";

/** Turns the lock, in the panel of people, which is then closed. */
async function turn(one: Visitor): Promise<void> {
  await lateIsHere(one);
  await one.press("chat");
  await one.press("tab-people");
  await one.press("lock-call");
  await one.press("chat");
}

/** Somebody of this name waits to be let in. */
async function knocks(one: Visitor, name: string): Promise<void> {
  const shown = () => one.page.$$eval("[data-knock] p", (all) => all.map((p) => p.textContent));
  await until(`${name} waits`, async () => (await shown()).join().includes(name), shown);
}

/** Asserts that those inside hear and see nobody else, and the other way round. */
async function apart(guest: Visitor, inside: readonly Visitor[]): Promise<void> {
  await guest.count('[data-tile]:not([data-tile="me"])', 0);
  for (const { state, audio, video } of await guest.inflow()) {
    const came = [...Object.values(audio), ...Object.values(video)];
    assertEquals([state === "connected", came.filter((packets) => packets > 0)], [false, []]);
  }
  for (const one of inside) {
    await one.count('[data-tile]:not([data-tile="me"])', inside.length - 1);
  }
}

const THREE = [["firefox", "chromium", "firefox"], ["chromium", "firefox", "chromium"]] as const;

for (const kinds of LONG ? THREE : THREE.slice(0, 1)) {
  const [first, second, third]: readonly Kind[] = kinds;
  assert(first && second && third);

  browserTest(
    `${kinds.join(", ")}: a locked call lets in whom its members let in`,
    BOTH,
    async (testRoom) => {
      const ann = await testRoom.enter(first, "Ann");
      const bob = await testRoom.enter(second, "Bob");
      await allHear([ann, bob]);
      await turn(ann);
      await bob.reads("has locked the call");
      for (const one of [ann, bob]) await one.count(LOCKED, 1);
      const cem = await testRoom.enter(third, "Cem");
      await cem.reads("This call is locked");
      await knocks(bob, "Cem");
      await knocks(ann, "Cem");
      await apart(cem, [ann, bob]);
      await bob.press("deny");
      await cem.reads("You were not let in");
      for (const one of [ann, bob]) await one.count("[data-knock]", 0);
      await apart(cem, [ann, bob]);
      // With another seat it is another person, who knocks anew; whoever is inside comes back freely.
      await cem.close();
      const dee = await testRoom.enter(third, "Dee");
      await knocks(ann, "Dee");
      await bob.page.reload();
      await bob.on("call");
      await allHear([ann, bob]);
      await bob.count(LOCKED, 1);
      await ann.press("admit");
      await allHear([ann, bob, dee]);
      for (const one of [ann, bob, dee]) {
        await one.count(LOCKED, 1);
        await one.count("[data-knock]", 0);
      }
      // Whoever was let in may open the call for everybody.
      const eli = await testRoom.enter(first, "Eli");
      await knocks(dee, "Eli");
      await turn(dee);
      await allHear([ann, bob, dee, eli]);
      for (const one of [ann, bob, dee, eli]) await one.count(LOCKED, 0);
    },
  );
}

for (const pair of LONG ? MIXED : MIXED.slice(1)) {
  browserTest(
    `${pair.join(" and ")}: who has the link and asks by itself gets no answer from a locked call`,
    BOTH,
    async (testRoom) => {
      const { place, attacker } = await openAttack(testRoom, "the key");
      await using meeting = await meet(testRoom, pair, { place });
      await assertHealthyCall(meeting.people);
      const before = await Promise.all(meeting.people.map(connections));
      const ids = await idsOf(meeting);
      const answered = (at: 0 | 1, to: string) =>
        meeting.proxies[at].passed.filter(({ by, type, text }) =>
          by === "page" && type === "client-answer" && JSON.parse(text).to === to
        ).length;
      /** Offers in the name of somebody whose part it is to offer. */
      const ask = async (at: 0 | 1, from: string) => {
        const sealed = await attacker.offer(from, ids[at]);
        const line = meeting.proxies[at].lines.at(-1);
        line?.say("server", JSON.stringify({ type: "client-offer", from, sealed }));
      };
      // Before, it is answered like anybody.
      const guest = "-".repeat(22);
      await ask(0, guest);
      await until("an answer", () => Promise.resolve(answered(0, guest) > 0));
      const line = meeting.proxies[0].lines.at(-1);
      line?.say("server", JSON.stringify({ type: "client-leave", from: guest }));
      const [ann, bob] = meeting.people;
      await turn(ann);
      await bob.count(LOCKED, 1);
      const stranger = "-".repeat(21) + "0";
      for (const at of [0, 1] as const) {
        await ask(at, stranger);
        const told = () =>
          meeting.proxies[at].passed.filter(({ by, type, text }) =>
            by === "page" && type === "client-candidate" && JSON.parse(text).to === stranger
          ).length;
        await until("the message to whoever waits", () => Promise.resolve(told() > 0));
        assertEquals(answered(at, stranger), 0);
      }
      await untouched(meeting.people, before);
      await powerless(attacker);
    },
  );
}

for (const kind of LONG ? BOTH : BOTH.slice(1)) {
  browserTest(
    `${kind}: a page that cannot obey a lock yet waits before it, and meets no stranger`,
    [kind],
    async (testRoom) => {
      testRoom.expect(/ERR_FAILED|NetworkError|NS_ERROR|Loading failed|blocked|Failed to load/i);
      const ann = await testRoom.enter(kind, "Ann");
      await turn(ann);
      const dee = await testRoom.open(kind, `${testRoom.server.origin}/healthz`);
      let [gone, asked] = [true, 0];
      await dee.page.setRequestInterception(true);
      dee.page.on("request", (request) => {
        if (!gone || !/\/deferred-/.test(request.url())) return void request.continue();
        asked++;
        void request.abort();
      });
      await dee.page.goto(`${testRoom.link}?name=Dee`);
      await dee.press("join");
      await dee.count(".notices [data-incomplete]", 1);
      const eve = await testRoom.enter(kind, "Eve");
      await eve.reads("have locked a call");
      const before = asked;
      await until("another try", () => Promise.resolve(asked > before));
      for (const one of [dee, eve]) {
        assertEquals((await one.inflow()).filter(({ state }) => state === "connected"), []);
      }
      gone = false;
      await dee.count("[data-incomplete]", 0);
      for (const name of ["Eve", "Dee"]) {
        await knocks(ann, name);
        await ann.press("admit");
      }
      await allHear([ann, dee, eve]);
    },
  );
}

browserTest(
  "lock: those inside take their standing offers back, and a guest gets none",
  ["chromium"],
  async (testRoom) => {
    await using meeting = await meet(testRoom, ["chromium", "chromium"], { waits: true });
    const { people: [ann], proxies } = meeting;
    await assertHealthyCall(meeting.people);
    const offers = () =>
      proxies.map(({ passed }) =>
        passed.filter(({ by, type }) => by === "page" && type === "client-standing-offer")
          .map(({ text }) => text.includes("sealed"))
      );
    await standing(proxies[0], 2);
    await standing(proxies[1], 1);
    await turn(ann);
    await until("no offers", () => Promise.resolve(offers().every((all) => all.at(-1) === false)));
    // A guest gets none, and the members leave none for it.
    const before = offers();
    const guest = await testRoom.open("chromium", meeting.href(1));
    await guest.reads("This call is locked");
    const welcome = proxies[1].passed.findLast(({ type }) => type === "welcome");
    assert(welcome && !("offers" in JSON.parse(welcome.text)), welcome?.text);
    assertEquals(
      offers().map((all) => all.filter(Boolean)),
      before.map((all) => all.filter(Boolean)),
    );
    await guest.close();
  },
);

import { LONG } from "../harness/browser/long_runs.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { random } from "../../client/call/security/base64url.ts";
import { untouched } from "../harness/browser/reconnected_socket.ts";
import type { MessageRule } from "../harness/browser/message_faults.ts";
import { meet, MIXED } from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import {
  DESCRIPTION,
  meetHealthy,
  openAttack,
  powerless,
  say,
  SECRET,
  tiles,
} from "../harness/browser/attack_scenario.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

for (const pair of LONG ? MIXED : MIXED.slice(0, 1)) {
  const who = pair.join(" and ");

  browserTest(
    `E1, control with the key, ${who}: the bridge works between strangers`,
    BOTH,
    async (testRoom) => {
      const { place, attacker } = await openAttack(testRoom, "the key");
      await using meeting = await meet(testRoom, pair, {
        place,
        rules: [attacker.bridge(), attacker.bridge()],
      });
      // Before the two know each other's key only a code that they compare can tell.
      for (const one of meeting.people) await one.count('[data-connection="connected"]', 2);
      assert(attacker.swapped() >= 2);
      await say(meeting.people[0], SECRET);
      await until("the attacker reads along", async () => {
        return (await attacker.report()).heard.some((line) => line.includes(SECRET));
      }, attacker.report);
      await meeting.people[1].press("chat");
      await meeting.people[1].reads(SECRET);
    },
  );

  browserTest(`E1, ${who}: without the key the bridge carries nothing`, BOTH, async (testRoom) => {
    const { place, attacker } = await openAttack(testRoom, "no key");
    await using meeting = await meet(testRoom, pair, {
      place,
      rules: [attacker.bridge(), attacker.bridge()],
    });
    await until("two offers swapped", () => Promise.resolve(attacker.swapped() >= 2));
    for (const one of meeting.people) {
      const found = await tiles(one);
      assert(found.length === 1 && !found.includes("connected"), `${found}`);
    }
    await powerless(attacker);
    // The control: an honest server, and all is well.
    for (const proxy of meeting.proxies) proxy.rule(() => [0]);
    await assertHealthyCall(meeting.people);
    await powerless(attacker);
    for (const one of meeting.people) await one.count("[data-alarm]", 0);
  });

  browserTest(
    `E5, E8, ${who}: yesterday's offer makes a ghost that is never connected`,
    BOTH,
    async (testRoom) => {
      const key = random(32);
      const place = `test/${key}`;
      let offers: { from: string; text: string }[] = [];
      {
        await using yesterday = await meet(testRoom, ["chromium", "chromium"], { place });
        await assertHealthyCall(yesterday.people);
        const heard = yesterday.proxies.flatMap(({ passed }) => passed);
        offers = heard.filter(({ by, type }) => by === "server" && type === "client-offer")
          .map(({ text }) => ({ from: String(JSON.parse(text).from), text }));
      }
      assert(offers.length >= 1, "nobody offered");
      // Whoever tells of a ghost does not say that it is not there.
      const mute: MessageRule = ({ by, type }) => by === "server" && type === "refused" ? [] : [0];
      await using meeting = await meetHealthy(testRoom, pair, { place, rules: [mute, mute] });
      const { before } = meeting;
      for (const { from, text } of offers) {
        for (const { lines } of meeting.proxies) {
          lines.at(-1)?.say("server", JSON.stringify({ type: "client-call", from }));
          lines.at(-1)?.say("server", text);
        }
      }
      // The ghost is there, and nobody is taken for it.
      for (const one of meeting.people) {
        await until("a ghost", async () => (await tiles(one)).length === 2, () => tiles(one));
        assertEquals((await tiles(one)).filter((tile) => tile === "connected").length, 1);
      }
      assertEquals(
        (await Promise.all(meeting.people.map(connections))).map((all, at) =>
          before[at]?.every((one) => all.includes(one))
        ),
        [true, true],
      );
    },
  );

  browserTest(
    `E4, E5, E6, E16, ${who}: what is crossed, replayed, unsealed or of another version is void`,
    BOTH,
    async (testRoom) => {
      const { place, attacker } = await openAttack(testRoom, "the key");
      const wrong = "x".repeat(22);
      let crossed = 0;
      // Every envelope comes a second time from somebody else, and a third time as an answer.
      const cross: MessageRule = ({ by, type, text }) => {
        if (by !== "server" || !DESCRIPTION.test(type)) return [0];
        crossed++;
        const message = JSON.parse(text);
        const kind = type === "client-offer" ? "client-answer" : "client-offer";
        return [
          JSON.stringify({ ...message, from: wrong }),
          JSON.stringify({ ...message, type: kind }),
          0,
        ];
      };
      await using meeting = await meetHealthy(testRoom, pair, { place, rules: [cross, cross] });
      const { before, proxies, ids: [ann, bob] } = meeting;
      const tell = (at: 0 | 1, message: object) =>
        proxies[at].lines.at(-1)?.say("server", JSON.stringify(message));
      // And back to who wrote it, in both names.
      for (const at of [0, 1] as const) {
        for (const { by, type, text } of [...proxies[at].passed]) {
          if (by !== "page" || !DESCRIPTION.test(type)) continue;
          const { to: _, ...message } = JSON.parse(text);
          for (const from of [ann, bob]) tell(at, { ...message, from });
        }
      }
      assert(crossed >= 2);
      await untouched(meeting.people, before);

      const sdp = await attacker.page.offer("bare", "bare");
      const body = { connection: random(16), sdp, about: { name: "Bob" } };
      const plain = new TextEncoder().encode(JSON.stringify(body)).toBase64({
        alphabet: "base64url",
      });
      for (const [at, from] of [[0, bob], [1, ann]] as const) {
        tell(at, { type: "client-offer", from, sealed: plain.replaceAll("=", "") });
        tell(at, { type: "client-offer", from, sdp, about: body.about });
        tell(at, { type: "client-offer", version: 0, from, sealed: "AAAA" });
      }
      await untouched(meeting.people, before);

      let replayed = 0;
      for (const { passed, lines } of proxies) {
        for (const { by, type, text } of [...passed]) {
          if (by !== "server" || !type.startsWith("client-")) continue;
          for (let times = 0; times < 3; times++) lines.at(-1)?.say("server", text);
          replayed += 3;
        }
      }
      assert(replayed >= 6, `${replayed} were replayed`);
      await untouched(meeting.people, before);
      for (const one of meeting.people) await one.count("[data-alarm]", 0);
      await powerless(attacker);
    },
  );
}

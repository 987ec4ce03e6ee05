import { LONG } from "../harness/browser/long_runs.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { untouched } from "../harness/browser/reconnected_socket.ts";
import type { MessageRule } from "../harness/browser/message_faults.ts";
import { connections } from "../harness/browser/assert_healthy_call.ts";
import { MIXED } from "../harness/browser/meeting.ts";
import { meetHealthy, openAttack, powerless, tiles } from "../harness/browser/attack_scenario.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

for (const pair of LONG ? MIXED : MIXED.slice(1)) {
  const who = pair.join(" and ");

  browserTest(
    `E8, E9, E12, ${who}: neither the server nor who has the link ends a call or speaks for others`,
    BOTH,
    async (testRoom) => {
      const { place, attacker } = await openAttack(testRoom, "the key");
      // Whoever tells of a ghost does not say that it is not there.
      const mute: MessageRule = ({ by, type }) => by === "server" && type === "refused" ? [] : [0];
      await using meeting = await meetHealthy(testRoom, pair, { place, rules: [mute, mute] });
      const { before, ids: [ann, bob] } = meeting;
      const ghost = "g".repeat(22);
      for (const [at, from] of [[0, bob], [1, ann]] as const) {
        const line = meeting.proxies[at].lines.at(-1);
        line?.say("server", JSON.stringify({ type: "client-away", from }));
        line?.say("server", JSON.stringify({ type: "client-leave", from }));
        line?.say("server", JSON.stringify({ type: "client-call", from: ghost }));
        line?.say("server", JSON.stringify({ type: "about", from, about: { name: "Eve" } }));
        const one = meeting.people[at];
        await until("a ghost", async () => (await tiles(one)).length === 2, () => tiles(one));
        assertEquals((await tiles(one)).filter((tile) => tile === "connected").length, 1);
        const text = await one.page.evaluate(() => document.body.innerText);
        assert(!text.includes("Eve"));
        // Gone as it came, when the server says so.
        line?.say("server", JSON.stringify({ type: "client-leave", from: ghost }));
        await until("no ghost", async () => (await tiles(one)).length === 1, () => tiles(one));
      }
      await untouched(meeting.people, before);

      for (const [at, from, to] of [[0, bob, ann], [1, ann, bob]] as const) {
        const sealed = await attacker.offer(from, to);
        meeting.proxies[at].lines.at(-1)
          ?.say("server", JSON.stringify({ type: "client-offer", from, sealed }));
        const one = meeting.people[at];
        await one.count("[data-alarm]", 1);
        await one.press("dismiss-alarm");
        await one.count("[data-alarm]", 0);
        assertEquals(await tiles(one), ["connected"]);
      }
      await untouched(meeting.people, before);
      await powerless(attacker);
    },
  );

  browserTest(
    `E3, E15, ${who}: a member that names two certificates is refused`,
    BOTH,
    async (testRoom) => {
      const { place, attacker } = await openAttack(testRoom, "the key");
      await using meeting = await meetHealthy(testRoom, pair, { place });
      const { before, ids } = meeting;
      const decoy = `a=fingerprint:sha-256 ${Array(32).fill("AB").join(":")}`;
      const changes = [
        // The decoy for Firefox, which connects when any of them fits.
        (sdp: string) => sdp.replace(/a=fingerprint:.*\r\n/, (line) => `${decoy}\r\n${line}`),
        (sdp: string) => sdp.replaceAll(/a=fingerprint:.*\r\n/g, `${decoy}\r\n`),
      ];
      for (const [at, change] of changes.entries()) {
        const member = `${at}`.repeat(22);
        for (const side of [0, 1] as const) {
          const sealed = await attacker.offer(member, ids[side], change);
          const line = meeting.proxies[side].lines.at(-1);
          line?.say("server", JSON.stringify({ type: "client-offer", from: member, sealed }));
          await meeting.people[side].count(
            `[data-tile="${member}"][data-connection="unverified"]`,
            1,
          );
          await meeting.people[side].count("[data-alarm]", 1);
        }
      }
      for (const [at, one] of meeting.people.entries()) {
        assertEquals(
          (await connections(one)).filter((each) => before[at]?.includes(each)).length,
          1,
        );
      }
      await powerless(attacker);
    },
  );

  browserTest(
    `B66, ${who}: what is no description costs its sender alone`,
    BOTH,
    async (testRoom) => {
      const { place, attacker } = await openAttack(testRoom, "the key");
      await using meeting = await meetHealthy(testRoom, pair, { place });
      const { before, ids } = meeting;
      const named = (sdp: string) => /a=fingerprint:.*\r\n/.exec(sdp)?.[0] ?? "";
      const changes = [
        (sdp: string) => `no description\r\n${named(sdp)}`,
        // Chromium takes any version: a line without its type is none to either.
        (sdp: string) => sdp.replace("v=0", "\u0000=0"),
        (sdp: string) => sdp + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n".repeat(500),
      ];
      for (const [at, change] of changes.entries()) {
        // A member whose part it is to offer.
        const member = "-".repeat(21) + at;
        for (const side of [0, 1] as const) {
          const line = meeting.proxies[side].lines.at(-1);
          // What is right comes after it, in order, and is answered.
          for (const made of [change, (sdp: string) => sdp]) {
            const sealed = await attacker.offer(member, ids[side], made);
            line?.say("server", JSON.stringify({ type: "client-offer", from: member, sealed }));
          }
          const answers = () =>
            meeting.proxies[side].passed.filter(({ by, type, text }) =>
              by === "page" && type === "client-answer" && JSON.parse(text).to === member
            ).length;
          await until(`an answer to what followed ${at}`, () => Promise.resolve(answers() > 0));
          line?.say("server", JSON.stringify({ type: "client-leave", from: member }));
          await meeting.people[side].count(`[data-tile="${member}"]`, 0);
          assertEquals(answers(), 1, `${at} was answered`);
        }
      }
      await untouched(meeting.people, before);
      await powerless(attacker);
    },
  );
}

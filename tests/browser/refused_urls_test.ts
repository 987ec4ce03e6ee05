import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assertEquals } from "@std/assert";
import type { MessageRule } from "../harness/browser/message_faults.ts";
import { meet } from "../harness/browser/meeting.ts";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

/** URLs that some server gives out: the first is refused by both browsers, the second by Firefox. */
const ODD = ["turn://relay.example?transport=tcp", "turn:127.0.0.1:993?transport=tcp"];

/** Has the server give out these URLs. */
function names(...urls: string[]): MessageRule {
  return ({ by, type, text }) => {
    if (by !== "server" || type !== "welcome" && type !== "ice") return [0];
    const iceServers = [{ urls, username: "u", credential: "c" }];
    return [JSON.stringify({ ...JSON.parse(text), iceServers })];
  };
}

browserTest(
  "relay URLs: relay URLs that browsers throw at cost the call nothing else",
  BOTH,
  async (testRoom) => {
    testRoom.expect(/ICE failed|asked another host: turn/);
    const rule = names(...ODD);
    await using meeting = await meet(testRoom, BOTH, { rules: [rule, rule] });
    await assertHealthyCall(meeting.people);
  },
);

browserTest(
  "relay URLs: a relay URL that is refused where a relay is needed is named",
  BOTH,
  async (testRoom) => {
    testRoom.expect(/ICE failed|asked another host: turn/);
    const rule = names(...ODD.slice(0, 1));
    await using meeting = await meet(testRoom, BOTH, { rules: [rule, rule], query: "&relay=1" });
    for (const one of meeting.people) {
      const now = () => one.texts('[data-verdict="relay_address"]');
      const named = async () => (await now()).some((text) => text.includes(ODD[0] ?? "?"));
      await until(
        "relay_address",
        named,
        () => one.page.evaluate(() => document.body.innerText),
        60_000,
      );
      assertEquals((await now()).length, 1);
    }
  },
);

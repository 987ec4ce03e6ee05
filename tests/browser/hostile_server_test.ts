import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { random } from "../../client/call/security/base64url.ts";
import type { MessageRule } from "../harness/browser/message_faults.ts";
import { meet } from "../harness/browser/meeting.ts";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { idsOf, say, SECRET } from "../harness/browser/attack_scenario.ts";
import { openTap } from "../harness/browser/tcp_tap.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";

browserTestWithTurn(
  {},
  "E10: a relay of the server's choice carries nothing that it can read",
  BOTH,
  async (
    testRoom,
    turn,
  ) => {
    const port = Number(/turn:127\.0\.0\.1:(\d+)/.exec(turn.env["TURN_URLS"] ?? "")?.[1]);
    await using tap = await openTap(port);
    const place = `harbour-58/${random(32)}`;
    const own: MessageRule = ({ by, type, text }) => {
      if (by !== "server" || type !== "welcome" && type !== "ice") return [0];
      const message = JSON.parse(text);
      const [server] = message.iceServers;
      const iceServers = [{ ...server, urls: [`turn:127.0.0.1:${tap.port}?transport=tcp`] }];
      return [JSON.stringify({ ...message, iceServers })];
    };
    const plan = { place, rules: [own, own], query: "&relay=1" };
    await using meeting = await meet(testRoom, ["chromium", "firefox"], plan);
    await assertHealthyCall(meeting.people);
    const before = tap.heard().length;
    await say(meeting.people[0], SECRET);
    await meeting.people[1].press("chat");
    await meeting.people[1].reads(SECRET);
    const heard = tap.heard();
    // It has all of the call, in the clear what is not the call's: the realm, who asks for a relay.
    assert(heard.length > before && heard.length > 100_000, `${heard.length} bytes`);
    for (const id of await idsOf(meeting)) assert(heard.includes(`.${id}`), "no user name of TURN");
    assert(heard.includes("call.example"), "no realm");
    const [room, key] = place.split("/");
    // Long enough that none of them stands in random bytes by chance.
    for (const one of [SECRET, room, key, `"name":"Ann"`, "v=0\r\n", "a=candidate", `"type":`]) {
      assertEquals(heard.indexOf(String(one)), -1, `${one} was read`);
    }
  },
);

import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { back, untouched } from "../harness/browser/reconnected_socket.ts";
import { measurements } from "../harness/browser/measurements.ts";
import type { Side } from "../harness/browser/message_faults.ts";
import { initials, meet, type Meeting, MIXED } from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

/** Console messages of a socket that broke. */
const TIMEOUT_MS = 45_000;

/** Bob's socket falls silent on these sides; gives when the server and the page noticed, in ms. */
async function silence(
  meeting: Meeting,
  sides: readonly Side[],
): Promise<{ server: number; page: number }> {
  const [, bobs] = meeting.proxies;
  const then = performance.now();
  const [line] = bobs.lines.slice(-1);
  assert(bobs.freeze(...sides) === 1 && line, "nothing was frozen");
  const over = () => Promise.resolve(line.ended("server"));
  const [server, page] = await Promise.all([
    until("the server's end of it", over, undefined, TIMEOUT_MS),
    back(bobs, then, TIMEOUT_MS),
  ]);
  bobs.thaw();
  return { server: server - then, page: page.opened - then };
}

browserTest(
  "F17, F18: a socket on which nothing comes any more is replaced",
  BOTH,
  async (testRoom) => {
    testRoom.expect(LOST_SOCKET);
    const ways = [["page", "server"], ["server"]] as const;
    await Promise.all(ways.map(async (sides, at) => {
      const pair = MIXED[at] ?? ["chromium", "firefox"];
      const rows = [
        measurements(`F${17 + at} server`, 20_000),
        measurements(`F${17 + at} page`, 25_000),
      ];
      await using meeting = await meet(testRoom, pair);
      await assertHealthyCall(meeting.people);
      const before = await Promise.all(meeting.people.map(connections));
      const noticed = await silence(meeting, sides);
      rows[0]?.add(initials(pair), noticed.server);
      rows[1]?.add(initials(pair), noticed.page);
      await untouched(meeting.people, before);
      for (const row of rows) row.print();
    }));
  },
);

import { assert, assertEquals } from "@std/assert";
import { cameraBudget, isPoor, look } from "../../client/call/quality.ts";

Deno.test("the more people, the less each picture may cost", () => {
  for (let others = 1; others < 7; others++) {
    const [now, next] = [cameraBudget(others), cameraBudget(others + 1)];
    assert(next.bitrate < now.bitrate && next.height <= now.height, `${others}`);
  }
  assertEquals(cameraBudget(0), cameraBudget(1));
  assertEquals(cameraBudget(20), cameraBudget(7));
});

Deno.test("a look sums what came in, of all kinds, and nothing else", async () => {
  const reports = [
    { type: "inbound-rtp", packetsReceived: 10, packetsLost: 2 },
    { type: "inbound-rtp", packetsReceived: 5, packetsLost: -1 },
    { type: "inbound-rtp" },
    { type: "outbound-rtp", packetsReceived: 100, packetsLost: 100 },
  ];
  const stats = new Map(reports.map((report, at) => [String(at), report]));
  const rtc = { getStats: () => Promise.resolve(stats as unknown as RTCStatsReport) };
  assertEquals(await look(rtc), { received: 15, lost: 2 });
});

Deno.test("poor is more than one packet in twelve since the look before, not before that", () => {
  const before = { received: 1000, lost: 500 };
  assertEquals(isPoor(before, { received: 1110, lost: 510 }), false);
  assertEquals(isPoor(before, { received: 1109, lost: 511 }), true);
  // Too few to judge by.
  assertEquals(isPoor(before, { received: 1005, lost: 510 }), false);
});

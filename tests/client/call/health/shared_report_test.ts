import { assertEquals } from "@std/assert";
import { sharedReport } from "../../../../client/call/health/shared_report.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

/** A connection that counts how often its statistics are collected. */
function counted() {
  const rtc = new FakeRtcs().create({});
  const collect = rtc.getStats.bind(rtc);
  let collected = 0;
  rtc.getStats = () => {
    collected++;
    return collect();
  };
  return { rtc, collected: () => collected };
}

Deno.test("sharedReport: all who look in the same second share one report, each connection has its own", async () => {
  const [first, second] = [counted(), counted()];
  const reports = [0, 400, 800].map((now) => sharedReport(first.rtc, now));
  assertEquals(new Set(await Promise.all(reports)).size, 1);
  await sharedReport(second.rtc, 800);
  assertEquals([first.collected(), second.collected()], [1, 1]);
});

Deno.test("sharedReport: two who look once a second, at any distance, are two seconds' reports", async () => {
  for (const apart of [0, 300, 600, 950]) {
    const { rtc, collected } = counted();
    const seen = [0, 1].map(() => new Set<unknown>());
    for (let second = 0; second < 10; second++) {
      for (const [at, one] of seen.entries()) {
        one.add(await sharedReport(rtc, second * 1000 + at * apart));
      }
    }
    assertEquals([seen.map(({ size }) => size), collected() <= 11], [[10, 10], true], `${apart}`);
  }
});

import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { random } from "../../client/call/security/base64url.ts";
import { back, untouched } from "../harness/browser/reconnected_socket.ts";
import { decoded } from "../harness/browser/media_counters.ts";
import type { Line } from "../harness/browser/message_faults.ts";
import { meet } from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import { idsOf } from "../harness/browser/attack_scenario.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Messages that are no envelopes, of every size that the server may pass on. */
function blobs(from: string): string[] {
  return [24, 700, 4_000].flatMap((size) =>
    ["client-offer", "client-answer", "client-candidate"].map((type) =>
      JSON.stringify({ type, from, sealed: random(size) })
    )
  );
}

/** Sockets on which this page has hung up. */
const ended = (lines: readonly Line[]) => lines.filter((one) => one.ended("page") !== null).length;

const RATE_PER_SECOND = 10_000;
const SECONDS = 6;
const TURN = 50;

const FLOODED =
  "E14: ten thousand invalid messages a second cost both a hung-up socket, and no frame";
browserTest(FLOODED, BOTH, async (testRoom) => {
  // A page that has hung up comes back through the flood, and not at the first try.
  testRoom.expect(LOST_SOCKET);
  await using meeting = await meet(testRoom, ["chromium", "firefox"]);
  const { people, proxies } = meeting;
  await assertHealthyCall(people);
  const before = await Promise.all(people.map(connections));
  const ids = await idsOf(meeting);
  const frames = await Promise.all(people.map(decoded));
  const began = performance.now();
  const work = await effort(people[0]);
  const victims = proxies.map(({ lines }, at) => ({
    lines,
    // From who is there, and from strangers.
    all: [...blobs(ids[1 - at] ?? ""), ...blobs(random(16)), ...blobs(random(16))],
    ended: ended(lines),
    said: 0,
  }));
  /** All have hung up, and pictures have come meanwhile. */
  const met = async () => {
    const now = await Promise.all(people.map(decoded));
    return now.every((count, at) => count > (frames[at] ?? 0) + SECONDS) &&
      victims.every((victim) => ended(victim.lines) > victim.ended);
  };
  const turns = SECONDS * 1000 / TURN;
  for (let turn = 1; turn <= turns || turn <= 5 * turns && !await met(); turn++) {
    for (const victim of victims) {
      const line = victim.lines.at(-1);
      for (let at = 0; at < RATE_PER_SECOND * TURN / 1000 && line?.ended("page") === null; at++) {
        line.say("server", victim.all[victim.said++ % victim.all.length] ?? "");
      }
    }
    const due = began + turn * TURN;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
  console.log(`E14: Chromium's page worked ${await work()} of the time`);
  for (const [at, victim] of victims.entries()) {
    const count = ended(victim.lines) - victim.ended;
    console.log(`E14: ${victim.said} messages to ${["Ann", "Bob"][at]}, hung up ${count} times`);
  }
  assert(await met(), "nobody hung up, or no pictures came");
  for (const [at, one] of people.entries()) {
    await back(proxies[at === 0 ? 0 : 1], began);
    await one.count("[data-alarm]", 0);
  }
  await untouched(people, before);
});

/** Starts to count; then the share of the time that the page's main thread was busy. */
async function effort({ page }: Visitor): Promise<() => Promise<string>> {
  const session = await page.createCDPSession();
  await session.send("Performance.enable");
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? NaN;
    return { busy: of("TaskDuration"), now: of("Timestamp") };
  };
  const begun = await read();
  return async () => {
    const { busy, now } = await read();
    return `${Math.round(100 * (busy - begun.busy) / (now - begun.now))} %`;
  };
}

import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { loss, noDtls } from "./nft.ts";
import { lasts } from "./couples.ts";

const FAILED = /ICE failed|DTLS/;
/** A tile says so after sixteen seconds, and asks why again fifteen later. */
const TIMEOUT_MS = 60_000;
/** Firefox gives a handshake up by itself after this, in ms. */
const HANDSHAKE_MS = 35_000;

/** Counts, from the page's beginning, how often an alarm was on the screen. */
function countAlarms(): void {
  const found = { times: 0 };
  Object.assign(globalThis, { __alarms: found });
  new MutationObserver(() => {
    if (document.querySelector("[data-alarm]")) found.times++;
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

const alarms = ({ page }: Visitor) =>
  page.evaluate(() => (globalThis as unknown as { __alarms: { times: number } }).__alarms.times);

const ENTRY = { before: [countAlarms] };

browserTest("alarm: a network that swallows DTLS is no impostor", BOTH, async (testRoom) => {
  testRoom.expect(FAILED);
  const fault = await noDtls();
  const began = performance.now();
  const people: Visitor[] = [];
  for (const [first, second] of [["firefox", "firefox"], ["chromium", "firefox"]] as const) {
    const link = `${testRoom.server.origin}/#/${room()}?join=1&mic=1&cam=1`;
    people.push(await testRoom.open(first, `${link}&name=Ann`, ENTRY));
    people.push(await testRoom.open(second, `${link}&name=Bob`, ENTRY));
  }
  for (const { page } of people) {
    const verdict = () =>
      page.$eval("[data-verdict]", (one) => one.getAttribute("data-verdict")).catch(() => null);
    await until(
      "dtls_failed",
      async () => await verdict() === "dtls_failed",
      verdict,
      TIMEOUT_MS,
    );
  }
  await lasts(began + HANDSHAKE_MS - performance.now());
  assert(await fault.dropped() > 0, "nothing was dropped");
  assertEquals(await Promise.all(people.map(alarms)), [0, 0, 0, 0]);
  await fault[Symbol.asyncDispose]();
  for (const pair of [people.slice(0, 2), people.slice(2)]) {
    await assertHealthyCall(pair, TIMEOUT_MS);
  }
  assertEquals(await Promise.all(people.map(alarms)), [0, 0, 0, 0]);
});

browserTest(
  "alarm: a network that loses 30 % while people come is no impostor",
  BOTH,
  async (testRoom) => {
    testRoom.expect(FAILED);
    const fault = await loss(30);
    const people: Visitor[] = [];
    for (const [at, kind] of (["firefox", "firefox", "chromium"] as const).entries()) {
      people.push(await testRoom.enter(kind, `number ${at}`, ENTRY));
    }
    await lasts(10_000);
    assert(await fault.dropped() > 0, "nothing was dropped");
    await fault[Symbol.asyncDispose]();
    await assertHealthyCall(people, TIMEOUT_MS);
    assertEquals(await Promise.all(people.map(alarms)), [0, 0, 0]);
  },
);

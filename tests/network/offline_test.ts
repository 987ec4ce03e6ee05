import { assert } from "@std/assert";
import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { sh } from "../harness/sh.ts";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { length } from "../harness/browser/long_runs.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { serve } from "../harness/browser/server.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { flowing, lasts, openCouples } from "./couples.ts";

const ADDRESS = "10.213.9.1/30";
const SECONDS = length(12, 40);
/** Connections that a page may make in so many seconds, the one kept in reserve among them. */
const ALLOWED = length(8, 12);

/** The RTCPeerConnections that a page has made so far. */
function made({ page }: Visitor): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { __pcs: unknown[] }).__pcs.length);
}

/** How many each of them makes in {@link SECONDS}. */
async function making(people: readonly Visitor[]): Promise<number[]> {
  const before = await Promise.all(people.map(made));
  await lasts(SECONDS * 1000);
  return await Promise.all(people.map(async (one, at) => await made(one) - (before[at] ?? 0)));
}

// Chromium finds an address where Firefox finds none: it is tried beside it.
const COUPLES = [["firefox", "firefox"], ["chromium", "firefox"]] as const;
browserTest(
  "offline: without network and server pages make few connections, and are back with both",
  BOTH,
  async (testRoom) => {
    testRoom.expect(LOST_SOCKET);
    testRoom.expect(/ICE failed/);
    const couples = await openCouples(testRoom, COUPLES, { with: { loopback: false } });
    const { port } = testRoom.server;
    await sh("ip", "addr", "del", ADDRESS, "dev", "near");
    await testRoom.server.stop("SIGKILL");
    try {
      const counts = await making(couples.flatMap(({ people }) => people));
      const names = couples.map(({ name }) => name);
      console.log(`${names}: ${counts} connections in ${SECONDS} s`);
      assert(counts.every((one) => one <= ALLOWED), `${counts} connections`);
    } finally {
      await sh("ip", "addr", "add", ADDRESS, "dev", "near");
      await sh("ip", "route", "replace", "default", "dev", "near");
    }
    const again = await serve({ PORT: String(port) });
    try {
      const then = performance.now();
      await Promise.all(couples.map(async (couple) => {
        const ms = await flowing(couple, then, 60_000);
        console.log(`${couple.name}: back after ${Math.round(ms)} ms`);
      }));
      for (const { people } of couples) await assertHealthyCall(people);
    } finally {
      await again.stop();
    }
  },
  serve,
);

browserTest("relay only: with the address hidden and no relay two Firefox make few connections", [
  "firefox",
], async (
  testRoom,
) => {
  testRoom.expect(LOST_SOCKET);
  testRoom.expect(/ICE failed/);
  const link = `${testRoom.server.origin}/#/${room()}`;
  const enter = async (name: string) => {
    const one = await testRoom.open("firefox", `${link}?name=${name}&join=1&relay=1`);
    await one.on("call");
    return one;
  };
  const people = [await enter("Ann"), await enter("Bob")];
  const counts = await making(people);
  console.log(`hidden: ${counts} connections in ${SECONDS} s`);
  assert(counts.every((one) => one <= ALLOWED), `${counts} connections`);
});

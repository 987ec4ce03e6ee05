import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { hears } from "../harness/browser/media_counters.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { initials, MIXED } from "../harness/browser/meeting.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { unheard } from "./nft.ts";

/** Runs in the page: the addresses of its own host that it has shown. */
function readHosts(): string[] {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  return made.filter(({ signalingState }) => signalingState !== "closed")
    .flatMap(({ localDescription }) => localDescription?.sdp.split("\r\n") ?? [])
    .filter((line) => line.startsWith("a=candidate") && line.includes(" typ host"))
    .map((line) => line.split(" ")[4] ?? "");
}

browserTestWithTurn(
  {},
  "F47: the names that hide addresses are found by nobody",
  BOTH,
  async (testRoom) => {
    testRoom.expect(/ICE failed|TURN|STUN/);
    await using fault = await unheard();
    const row = measurements("F47", 10_000);
    for (const pair of MIXED) {
      // Whoever has let in a camera shows its addresses: Chromium only listens here.
      const link = `${testRoom.server.origin}/#/${room()}`;
      const then = performance.now();
      const people: Visitor[] = [];
      for (const kind of pair) {
        const href = `${link}?name=${kind}&join=1`;
        people.push(
          kind === "chromium"
            ? await testRoom.open(kind, `${href}&mic=0&cam=0`, {
              with: { hides: true, media: "denied" },
            })
            : await testRoom.open(kind, `${href}&mic=1&cam=1`),
        );
      }
      const hidden = people[pair.indexOf("chromium")];
      assert(hidden);
      await hears(hidden, 1);
      row.add(initials(pair), performance.now() - then);
      const shown = await hidden.page.evaluate(readHosts);
      assert(shown.length > 0 && shown.every((one) => one.endsWith(".local")), `${shown}`);
      await until("names to be asked for", async () => await fault.dropped() > 0);
      for (const one of people) await one.close();
    }
    row.print();
  },
);

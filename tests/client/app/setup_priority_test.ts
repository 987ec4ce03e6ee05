import { assertEquals } from "@std/assert";
import { type BeginningCall, setupMs } from "../../../client/app/setup_priority.ts";

type Members = ReturnType<BeginningCall["members"]>;
const call = (began: number, members: Members = []) => ({ began, members: () => members });

Deno.test("setupMs: a socket that opens goes first, for a moment", () => {
  const left = [1000, 1100, 1150, 9000].map((now) => setupMs(call(1000), "connecting", now, 0));
  assertEquals(left, [150, 50, 0, 0]);
});

Deno.test("setupMs: nobody is there, or the server is not: nothing is urgent", () => {
  for (const signaling of ["open", "absent", "reconnecting"] as const) {
    assertEquals(setupMs(call(1000), signaling, 1000, 20), 0);
  }
  assertEquals(setupMs(null, "connecting", 0, 20), 0);
});

Deno.test("setupMs: a first connection goes first, one that never comes about for a moment", () => {
  const left = (setup: number | null, now: number) =>
    setupMs(call(0, [{ since: 500, setup: 90 }, { since: 1000, setup }]), "open", now, 0);
  assertEquals([left(null, 1100), left(null, 1400)], [300, 0]);
  // A moment longer for its first frame.
  assertEquals([left(80, 1100), left(80, 1180)], [80, 0]);
});

Deno.test("setupMs: of several who were there, each that connects gives the rest their time anew", () => {
  const left = (setups: readonly (number | null)[], now: number) =>
    setupMs(call(900, setups.map((setup) => ({ since: 1000, setup }))), "open", now, 0);
  assertEquals(left([null, null, null], 1390), 10);
  assertEquals(left([380, null, null], 1390), 390);
  assertEquals(left([380, 600, null], 1999), 1);
  assertEquals(left([380, 600, null], 2000), 0);
  assertEquals(left([380, 600, 700], 1750), 50);
});

Deno.test("setupMs: where the script took long to begin, socket and connection may take longer", () => {
  const socket = (ranMs: number) => setupMs(call(1000), "connecting", 1000, ranMs);
  const connection = (ranMs: number) =>
    setupMs(call(1000, [{ since: 1000, setup: null }]), "open", 1000, ranMs);
  assertEquals([0, 20, 100].map(socket), [150, 250, 650]);
  assertEquals([0, 20, 100].map(connection), [400, 500, 900]);
  // A device that is too slow for a call is not kept blank for it.
  assertEquals([socket(5000), connection(5000)], [1150, 1400]);
  // What is connected needs the main thread no more.
  assertEquals(setupMs(call(0, [{ since: 1000, setup: 0 }]), "open", 1000, 100), 100);
});

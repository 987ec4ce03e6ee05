import { assertEquals } from "@std/assert";
import { type BeginningCall, setupMs } from "../../../client/app/setup_priority.ts";

type Members = ReturnType<BeginningCall["members"]>;
const call = (began: number, members: Members = []) => ({ began, members: () => members });

Deno.test("setupMs: a socket that opens goes first, for a moment", () => {
  const left = [1000, 1100, 1150, 9000].map((now) => setupMs(call(1000), "connecting", now));
  assertEquals(left, [150, 50, 0, 0]);
});

Deno.test("setupMs: nobody is there, or the server is not: nothing is urgent", () => {
  for (const signaling of ["open", "absent", "reconnecting"] as const) {
    assertEquals(setupMs(call(1000), signaling, 1000), 0);
  }
  assertEquals(setupMs(null, "connecting", 0), 0);
});

Deno.test("setupMs: a first connection goes first, one that never comes about for a moment", () => {
  const left = (setup: number | null, now: number) =>
    setupMs(call(0, [{ since: 500, setup: 90 }, { since: 1000, setup }]), "open", now);
  assertEquals([left(null, 1100), left(null, 1400)], [300, 0]);
  // A moment longer for its first frame.
  assertEquals([left(80, 1100), left(80, 1180)], [80, 0]);
});

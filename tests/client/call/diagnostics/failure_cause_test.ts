import { assertEquals } from "@std/assert";
import {
  failureCause,
  type FailureSigns,
  setupClass,
} from "../../../../client/call/diagnostics/failure_cause.ts";

const SIGNS: FailureSigns = { answered: true, reached: false, relay: "works", refused: false };

Deno.test("FailureCause: the nearest cause is the verdict", () => {
  const cases: [Partial<FailureSigns>, string][] = [
    [{}, "no_path"],
    [{ relay: "none" }, "no_relay"],
    [{ relay: "none", refused: true }, "relay_address"],
    [{ relay: "refuses", refused: true }, "relay_refused"],
    [{ relay: "silent" }, "relay_unreachable"],
    [{ relay: "refuses" }, "relay_refused"],
    [{ relay: "full" }, "relay_full"],
    [{ relay: "unclear" }, "unknown"],
    [{ reached: true, relay: "silent" }, "dtls_failed"],
    // Whoever never answered may have closed the page: nothing else is known then.
    [{ answered: false, relay: "refuses" }, "peer_silent"],
  ];
  for (const [signs, verdict] of cases) {
    assertEquals(failureCause({ ...SIGNS, ...signs }), verdict, JSON.stringify(signs));
  }
});

Deno.test("FailureCause: a set-up time is rounded up to its bucket", () => {
  const cases = [[0, "0.5"], [500, "0.5"], [501, "1"], [2000, "2"], [30_000, "30"], [
    30_001,
    "more",
  ]];
  for (const [ms, bucket] of cases) assertEquals(setupClass(Number(ms)), bucket);
});

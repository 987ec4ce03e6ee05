import { assertEquals } from "@std/assert";
import {
  change,
  observe,
  rebase,
  type State,
  UNKNOWN,
  verdictOf,
} from "../../../../client/call/bandwidth/congestion.ts";

/** A detector that hears one report a second: its round trip in ms, and its loss. */
function hearing() {
  let state: State = UNKNOWN;
  let now = 0;
  const hear = (roundTrip: number, loss = 0, times = 1, path = "first", lowered = false) => {
    for (let at = 0; at < times; at++) {
      now += 1000;
      state = observe(state, { path, reports: [{ at: now, roundTrip, loss }], lowered }, now);
    }
    return verdictOf(state);
  };
  return {
    hear,
    now: () => now,
    apply: (next: (state: State, now: number) => State) => void (state = next(state, now)),
    again: (at: number, roundTrip: number, loss: number) => {
      const reports = [{ at, roundTrip, loss }];
      state = observe(state, { path: "first", reports, lowered: false }, now);
      return verdictOf(state);
    },
  };
}

Deno.test("CongestionDetector: two reports of a queue with losses, or three of a long queue alone", () => {
  for (const [roundTrip, loss, times] of [[231, 0.04, 2], [481, 0, 3]] as const) {
    const { hear } = hearing();
    assertEquals(hear(30, 0, 10), "clear");
    assertEquals(hear(roundTrip, loss, times - 1), "clear");
    assertEquals(hear(roundTrip, loss), "congested");
  }
  const { hear } = hearing();
  hear(30, 0, 5);
  assertEquals(hear(700, 0.3, 2), "severe");
});

Deno.test("CongestionDetector: losses without a queue and a way that is long are no congestion", () => {
  const { hear } = hearing();
  assertEquals(hear(30, 0.5, 60), "clear");
  assertEquals(hearing().hear(900, 0.02, 60), "clear");
  const swaying = hearing();
  for (let at = 0; at < 60; at++) assertEquals(swaying.hear(300 + at % 5 * 100, 0), "clear");
});

Deno.test("CongestionDetector: a queue that drains is no new congestion", () => {
  const { hear } = hearing();
  hear(30, 0, 5);
  hear(1000);
  for (let roundTrip = 940; roundTrip > 480; roundTrip -= 60) {
    assertEquals(hear(roundTrip), "clear");
  }
});

Deno.test("CongestionDetector: one report is counted once, however often it is read", () => {
  const { hear, again } = hearing();
  hear(30, 0, 5);
  for (let at = 0; at < 20; at++) assertEquals(again(5500, 2000, 0.9), "clear");
  assertEquals([hear(30), hear(2000)], ["clear", "clear"]);
});

Deno.test("CongestionDetector: reports of the two seconds after a change judge nothing", () => {
  const { hear, apply } = hearing();
  hear(30, 0, 5);
  assertEquals(hear(700, 0.1, 2), "congested");
  apply(change);
  assertEquals(hear(700, 0.1, 1), "clear");
  assertEquals(hear(700, 0.1, 2), "congested");
});

Deno.test("CongestionDetector: the base is the smallest round trip of the last two minutes", () => {
  const { hear } = hearing();
  hear(30, 0, 10);
  hear(400, 0, 130);
  assertEquals(hear(590, 0.1, 10), "clear");
  assertEquals(hear(601, 0.1, 2), "congested");
});

Deno.test("CongestionDetector: while less is sent a queue that stands does not become the base", () => {
  const { hear } = hearing();
  hear(30, 0, 10);
  hear(400, 0, 300, "first", true);
  assertEquals(hear(400, 0.1, 2, "first", true), "congested");
});

Deno.test("CongestionDetector: another path has a base of its own", () => {
  const { hear } = hearing();
  hear(4, 0, 60);
  assertEquals(hear(520, 0.04, 60, "second"), "clear");
  assertEquals(hear(730, 0.04, 2, "second"), "congested");
});

Deno.test("CongestionDetector: the first reports on another path are of the one before", () => {
  const { hear } = hearing();
  hear(4, 0, 10);
  hear(4, 0, 1, "second");
  assertEquals(hear(520, 0, 20, "second"), "clear");
});

Deno.test("CongestionDetector: a round trip that sending less did not shorten becomes the base", () => {
  const { hear, apply } = hearing();
  hear(4, 0, 10);
  assertEquals(hear(520, 0, 3), "congested");
  apply(change);
  hear(520, 0, 4);
  apply(rebase);
  apply(change);
  assertEquals(hear(520, 0, 60), "clear");
  assertEquals(hear(980, 0, 3), "congested");
});

Deno.test("CongestionDetector: a round trip that did get shorter leaves the base as it was", () => {
  const { hear, apply } = hearing();
  hear(4, 0, 10);
  assertEquals(hear(520, 0, 3), "congested");
  apply(change);
  hear(100, 0, 4);
  apply(rebase);
  assertEquals(hear(520, 0, 3), "congested");
});

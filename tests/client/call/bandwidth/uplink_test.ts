import { assert, assertEquals } from "@std/assert";
import {
  dueMeasurement,
  EMPTY,
  levelOf,
  type State,
  step,
  unanswered,
} from "../../../../client/call/bandwidth/uplink.ts";
import { runUplink } from "../../../fakes/narrow_uplink.ts";

const TEN_MINUTES = 600;
const SEEDS = Array.from({ length: 6 }, (_, seed) => seed + 1);
/** kbit/s of a Wi-Fi that one walks away from. */
const fading = (carries: number) => (second: number) => Math.max(carries, 10_000 * 0.9 ** second);

for (const [peers, carries] of [[5, 300], [3, 200], [7, 500]] as const) {
  Deno.test(`Uplink: ${peers} members on ${carries} kbit/s change level 20 times in ten minutes at most`, () => {
    for (const seed of SEEDS) {
      for (const link of [() => carries, fading(carries)]) {
        const { changes, queuedFor } = runUplink({ carries: link, peers, seed }, TEN_MINUTES);
        assert(changes.length <= 20, `${changes.length} changes, seed ${seed}`);
        assert(queuedFor < TEN_MINUTES / 20, `a queue for ${queuedFor} s, seed ${seed}`);
      }
    }
  });
}

Deno.test("Uplink: one member on 70 kbit/s is lowered once", () => {
  for (const seed of SEEDS) {
    const { changes } = runUplink({ carries: () => 70, peers: 1, seed }, TEN_MINUTES);
    assertEquals(changes.map(({ level }) => level), ["less"]);
  }
});

Deno.test("Uplink: everybody is sent everything again soon after the uplink is wide", () => {
  for (const seed of SEEDS) {
    const carries = (second: number) => second < 120 ? 300 : 10_000;
    const { changes, levels } = runUplink({ carries, peers: 5, seed }, 300);
    assertEquals(new Set(levels), new Set(["full"]));
    assert((changes.at(-1)?.at ?? 0) <= 160_000, `${changes.at(-1)?.at}`);
  }
});

Deno.test("Uplink: a member with a narrow downlink is lowered alone, and raised when it is wide", () => {
  for (const seed of SEEDS) {
    const downlinks = { 2: (second: number) => second > 10 && second < 120 ? 70 : 1000 };
    const plan = { carries: () => 5000, peers: 5, seed, downlinks };
    const { changes, levels } = runUplink(plan, 300);
    assertEquals(new Set(changes.map(({ id }) => id)), new Set(["peer 2"]));
    assert(changes.length <= 6, `${changes.length}`);
    assertEquals(new Set(levels), new Set(["full"]));
  }
});

/** One uplink, on which each member reports once a second. */
function reporting(ids: readonly string[] = ["b"]) {
  let state: State = EMPTY;
  let now = 0;
  const levels: string[] = [];
  /** kbit/s that each path carries; null: nobody answers. */
  let carries: number | null = 2000;
  function tell(event: Parameters<typeof step>[1]): void {
    const before = state;
    state = step(state, event, now);
    for (const id of ids) {
      if (levelOf(state, id) !== levelOf(before, id)) levels.push(`${id} ${levelOf(state, id)}`);
    }
  }
  function hear(
    roundTrip: number,
    loss = 0,
    seconds = 1,
    who: readonly string[] = ids,
    path = "one",
  ): void {
    for (let at = 0; at < seconds; at++) {
      now += 1000;
      for (const id of ids) {
        const reports = who.includes(id)
          ? [{ at: now, roundTrip, loss }]
          : [{ at: now, roundTrip: 30, loss: 0 }];
        const rate = { full: 500, less: 55, sound: 30 }[levelOf(state, id)];
        tell({ type: "reports", id, path, reports, rate });
      }
      const id = dueMeasurement(state, now);
      if (id !== null) {
        tell({ type: "measuring", id });
        if (carries !== null) tell({ type: "measured", id, rate: carries });
      }
      if (unanswered(state, now) && state.trial) {
        tell({ type: "measured", id: state.trial.id, rate: null });
      }
    }
  }
  return {
    hear,
    tell,
    levels,
    state: () => state,
    carry: (rate: number | null) => void (carries = rate),
  };
}

for (const [what, roundTrip, loss] of [["half a second", 520, 0], ["lossy", 260, 0.04]] as const) {
  for (const ids of [["b"], ["b", "c", "d", "e"]]) {
    Deno.test(`Uplink: a longer way (${what}) to ${ids.length} costs one lowering at most, once`, () => {
      const { hear, levels } = reporting(ids);
      hear(4, 0, 60);
      hear(roundTrip, loss, 600);
      const lowered = levels.filter((one) => !one.endsWith("full"));
      assertEquals([...new Set(lowered)].length, lowered.length);
      assert(lowered.length <= ids.length, lowered.join());
      assertEquals(levels.filter((one) => one.endsWith("full")).length, lowered.length);
    });
  }
}

Deno.test("Uplink: another path is judged by itself and lowers nothing", () => {
  const { hear, levels } = reporting();
  hear(4, 0, 60);
  hear(520, 0.04, 600, ["b"], "another");
  assertEquals(levels, []);
});

Deno.test("Uplink: a longer way of a member that answers no measurement ends at everything, too", () => {
  const { hear, levels, carry } = reporting();
  carry(null);
  hear(4, 0, 60);
  hear(520, 0, 600);
  assertEquals(levels, ["b less", "b sound", "b less", "b full"]);
});

Deno.test("Uplink: what a path carries decides what is sent again", () => {
  for (
    const [from, rate, to] of [
      ["sound", 68, "sound"],
      ["sound", 70, "less"],
      ["sound", 159, "less"],
      ["sound", 161, "full"],
      ["less", 184, "less"],
      ["less", 186, "full"],
    ] as const
  ) {
    const { hear, levels, carry, state } = reporting();
    hear(30, 0, 5);
    carry(rate);
    hear(700, from === "sound" ? 0.3 : 0.1, 2);
    assertEquals(levels, [`b ${from}`]);
    hear(30, 0, 9);
    assertEquals(levelOf(state(), "b"), to, `${rate} kbit/s from ${from}`);
  }
});

Deno.test("Uplink: where less is too much still, and where most is lost, sound remains", () => {
  const { hear, levels, carry } = reporting();
  carry(50);
  hear(30, 0, 5);
  hear(700, 0.1, 30);
  assertEquals(levels, ["b less", "b sound"]);
});

Deno.test("Uplink: one burst that gets through does not raise what is sent", () => {
  const { hear, levels, carry, state } = reporting();
  hear(30, 0, 5);
  hear(700, 0.1, 2);
  const measured = () => state().receivers.get("b")?.measured;
  for (let burst = 0; burst < 6; burst++) {
    carry(burst % 2 ? 90 : 500);
    for (const before = measured(); measured() === before;) hear(30);
  }
  assertEquals(levels, ["b less"]);
});

Deno.test("Uplink: whoever was raised last goes back first, and the others stay", () => {
  const { hear, levels, carry, state } = reporting(["b", "c", "d"]);
  hear(30, 0, 5);
  carry(200);
  hear(700, 0.1, 2);
  hear(30, 0, 5);
  assertEquals(levels, ["b less", "c less", "d less"]);
  carry(400);
  while (levels.length < 4) hear(30);
  const [raised] = levels.slice(3);
  carry(200);
  hear(700, 0.1, 4);
  assertEquals(levels.slice(4), [raised?.replace("full", "less")]);
  assert(state().penalty.ms > 0);
});

Deno.test("Uplink: each raise that fails puts off the next, up to two minutes, until one lasts", () => {
  const { hear, levels, state } = reporting();
  hear(30, 0, 5);
  hear(700, 0.1, 2);
  const waits: number[] = [];
  for (let at = 0; at < 6; at++) {
    let waited = 0;
    for (const before = levels.length; levels.length === before; waited++) hear(30);
    waits.push(waited);
    hear(30, 0, 1);
    hear(700, 0.1, 4);
    assertEquals(levels.at(-1), "b less");
  }
  for (let at = 1; at < waits.length; at++) {
    assert((waits[at] ?? 0) >= (waits[at - 1] ?? 0), waits.join());
  }
  assert((waits.at(-1) ?? 0) <= 130, waits.join());
  while (levels.at(-1) !== "b full") hear(30);
  hear(30, 0, 20);
  hear(700, 0.1, 2);
  assertEquals([levels.at(-1), state().penalty.ms], ["b less", 0]);
});

Deno.test("Uplink: a path that carries twice what was too little is not kept waiting", () => {
  const { hear, levels, carry } = reporting();
  hear(30, 0, 5);
  carry(300);
  hear(700, 0.1, 2);
  for (let at = 0; at < 4; at++) {
    while (levels.at(-1) !== "b full") hear(30);
    hear(700, 0.1, 5);
    assertEquals(levels.at(-1), "b less");
  }
  carry(2000);
  hear(30, 0, 20);
  assertEquals(levels.at(-1), "b full");
});

Deno.test("Uplink: a member that left is forgotten, and what was measured of it, too", () => {
  const { hear, tell, state } = reporting(["b", "c"]);
  hear(30, 0, 5);
  hear(700, 0.1, 3);
  tell({ type: "measuring", id: "b" });
  tell({ type: "members", ids: ["c"] });
  assertEquals([levelOf(state(), "b"), state().trial], ["full", null]);
  tell({ type: "measured", id: "b", rate: 5000 });
  assertEquals([...state().receivers.keys()], ["c"]);
});

Deno.test("Uplink: echoes that nobody asked for change nothing", () => {
  const { hear, tell, levels, carry } = reporting();
  hear(30, 0, 5);
  carry(50);
  hear(700, 0.1, 2);
  for (let at = 0; at < 9; at++) tell({ type: "measured", id: "b", rate: 8000 });
  assertEquals(levels, ["b less"]);
});

Deno.test("Uplink: a picture that the browser itself holds back gives way to sound", () => {
  const { hear, tell, levels, carry } = reporting();
  hear(30, 0, 5);
  tell({ type: "paused", id: "b" });
  assertEquals(levels, []);
  carry(50);
  hear(700, 0.1, 2);
  tell({ type: "paused", id: "b" });
  assertEquals(levels, ["b less", "b sound"]);
});

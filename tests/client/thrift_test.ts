import { assertEquals } from "@std/assert";
import { judge } from "../../client/call/thrift.ts";

/** A judge who hears one report a second: its round trip in ms, and its loss. */
function hearing() {
  const one = judge();
  let now = 0;
  const hear = (roundTrip: number, loss = 0, times = 1) => {
    for (let at = 0; at < times; at++) {
      now += 1000;
      one.look([{ at: now, roundTrip, loss }], now);
    }
    return one.level();
  };
  /** Lets seconds pass, the way being measured whenever that is due; gives those seconds. */
  const measure = (rate: number | null, seconds: number) => {
    const due: number[] = [];
    for (let at = 1; at <= seconds; at++) {
      now += 1000;
      if (!one.due(now)) continue;
      due.push(at);
      one.measured(rate, now);
    }
    return due;
  };
  return { one, hear, measure, now: () => now };
}

Deno.test("two reports of a queue with losses, or three of a long queue alone, lower what is sent", () => {
  for (const [roundTrip, loss, times] of [[231, 0.04, 2], [481, 0, 3]] as const) {
    const { hear } = hearing();
    assertEquals(hear(30, 0, 10), "full");
    assertEquals(hear(roundTrip, loss, times - 1), "full");
    assertEquals(hear(roundTrip, loss), "less");
  }
  const mixed = hearing();
  mixed.hear(30, 0, 10);
  assertEquals([mixed.hear(900, 0.4), mixed.hear(900, 0), mixed.hear(900, 0)], [
    "full",
    "full",
    "less",
  ]);
});

Deno.test("losses without a queue lower nothing, nor does a way that is long", () => {
  const { hear } = hearing();
  assertEquals(hear(30, 0.5, 60), "full");
  assertEquals(hearing().hear(900, 0.02, 60), "full");
  const swaying = hearing();
  for (let at = 0; at < 60; at++) assertEquals(swaying.hear(300 + at % 5 * 100, 0), "full");
});

Deno.test("one report alone lowers nothing, however often it is read", () => {
  const { one, hear, now } = hearing();
  hear(30, 0, 5);
  for (let at = 0; at < 20; at++) {
    one.look([{ at: 5500, roundTrip: 2000, loss: 0.9 }], now() + at * 1000);
  }
  assertEquals(one.level(), "full");
  assertEquals([hear(30), hear(2000)], ["full", "full"]);
});

Deno.test("what is still reported of before the change lowers nothing again", () => {
  const { hear } = hearing();
  hear(30, 0, 5);
  assertEquals(hear(700, 0.1, 2), "less");
  assertEquals(hear(700, 0.1, 1), "less");
  assertEquals(hear(30, 0, 9), "less");
});

Deno.test("where less is too much still, and where most is lost, sound remains", () => {
  const slow = hearing();
  slow.hear(30, 0, 5);
  assertEquals([slow.hear(700, 0.1, 2), slow.hear(700, 0.1, 4)], ["less", "sound"]);
  const lost = hearing();
  lost.hear(30, 0, 5);
  assertEquals(lost.hear(700, 0.3, 2), "sound");
  assertEquals(lost.hear(900, 0.9, 20), "sound");
});

Deno.test("what the way carries decides what is sent again", () => {
  for (
    const [from, rate, to] of [
      ["sound", 59, "sound"],
      ["sound", 60, "less"],
      ["sound", 129, "less"],
      ["sound", 130, "full"],
      ["less", 129, "less"],
      ["less", 130, "full"],
    ] as const
  ) {
    const { one, hear, measure } = hearing();
    hear(30, 0, 5);
    hear(700, from === "sound" ? 0.3 : 0.1, 2);
    assertEquals(one.level(), from);
    measure(rate, 5);
    assertEquals(one.level(), to, `${rate} kbit/s from ${from}`);
  }
});

Deno.test("one burst that gets through does not raise what is sent", () => {
  const { one, hear, measure } = hearing();
  hear(30, 0, 5);
  hear(700, 0.1, 2);
  for (const rate of [500, 90, 500, 90]) {
    let due = 0;
    while (due === 0) due = measure(rate, 1).length;
    assertEquals(one.level(), "less");
  }
});

Deno.test("the way is measured ever less often, but every nine seconds", () => {
  const { one, hear, measure } = hearing();
  assertEquals(measure(1, 20), []);
  hear(30, 0, 5);
  hear(700, 0.1, 2);
  assertEquals(measure(1, 40), [3, 8, 15, 24, 33]);
  assertEquals(one.level(), "less");
});

Deno.test("who does not say what came through is sent more every half minute", () => {
  const { one, hear, measure } = hearing();
  hear(30, 0, 5);
  hear(700, 0.3, 2);
  measure(null, 29);
  assertEquals(one.level(), "sound");
  measure(null, 10);
  assertEquals(one.level(), "less");
  measure(null, 40);
  assertEquals(one.level(), "full");
});

Deno.test("each try that fails puts off the next, up to fifteen seconds, until one lasts", () => {
  const { one, hear, measure } = hearing();
  hear(30, 0, 5);
  hear(700, 0.1, 2);
  const waits: number[] = [];
  for (let at = 0; at < 6; at++) {
    let waited = 0;
    while (one.level() !== "full") {
      measure(500, 1);
      waited++;
    }
    waits.push(waited);
    hear(700, 0.1, 3);
    assertEquals(one.level(), "less");
  }
  assertEquals(waits, [5, 11, 17, 17, 17, 17]);
  measure(500, 60);
  hear(30, 0, 20);
  hear(700, 0.1, 2);
  assertEquals([one.level(), measure(500, 5), one.level()], ["less", [3, 5], "full"]);
});

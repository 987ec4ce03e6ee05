import { assertEquals, assertThrows } from "@std/assert";
import { createSendPolicy } from "../../../../client/call/room/send_policy.ts";
import type { About } from "../../../../client/call/messages/about.ts";

const ABOUT: About = { name: "Bob", mic: true, camera: true, screen: true, hand: false };

Deno.test("SendPolicy: until the adaptation is installed everybody is sent everything", () => {
  const { levelFor, expected } = createSendPolicy();
  assertEquals([levelFor("b"), expected("b", ABOUT)], ["full", ABOUT]);
});

Deno.test("SendPolicy: the adaptation decides from its installation on, for who holds the policy already", () => {
  const { levelFor, expected, install } = createSendPolicy();
  install({
    levelFor: (id) => id === "b" ? "less" : "full",
    expected: (id, about) => id === "b" ? { ...about, camera: false } : about,
  });
  assertEquals([levelFor("b"), levelFor("c")], ["less", "full"]);
  assertEquals([expected("b", ABOUT).camera, expected("c", ABOUT).camera], [false, true]);
});

Deno.test("SendPolicy: a second adaptation is refused, and the first stays", () => {
  const { levelFor, install } = createSendPolicy();
  install({ levelFor: () => "sound", expected: (_, about) => about });
  assertThrows(() => install({ levelFor: () => "full", expected: (_, about) => about }));
  assertEquals(levelFor("b"), "sound");
});

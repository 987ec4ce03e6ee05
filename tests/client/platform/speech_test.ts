import { assertEquals } from "@std/assert";
import { detectSpeech } from "../../../client/platform/speech.ts";

/** Readings of 100 ms until speech is told; null if it is not within `count`. */
function until(level: (at: number) => number, count: number): number | null {
  const detector = detectSpeech();
  for (let at = 0; at < count; at++) if (detector.hear(level(at), 100)) return at + 1;
  return null;
}

Deno.test("detectSpeech: two seconds of a voice above a quiet room", () => {
  assertEquals(until((at) => at < 10 ? 0.002 : 0.1, 100), 30);
});

Deno.test("detectSpeech: a breath between words is no end, and a cough is no speech", () => {
  const words = until((at) => at < 5 || at % 10 > 7 ? 0.002 : 0.1, 100);
  assertEquals(words !== null && words < 45, true);
  assertEquals(until((at) => at > 10 && at < 20 ? 0.3 : 0.002, 600), null);
});

Deno.test("detectSpeech: a loud room is no speech, nor is a fan that stays on", () => {
  assertEquals(until(() => 0.2, 600), null);
  const detector = detectSpeech();
  for (let at = 0; at < 600; at++) detector.hear(at < 10 ? 0.05 : 0.3, 100);
  assertEquals(detector.hear(0.3, 100), false);
});

Deno.test("detectSpeech: a slow timer counts for no more than a quarter of a second", () => {
  const detector = detectSpeech();
  detector.hear(0.002, 0);
  assertEquals(detector.hear(0.2, 60_000), false);
});

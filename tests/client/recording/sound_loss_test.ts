import { assertEquals } from "@std/assert";
import { watchSoundLoss } from "../../../client/recording/sound_loss.ts";

const LOOK_MS = 400;

/** Looks at a clock of sound that runs at these paces, each for so many looks. */
function tell(...paces: readonly (readonly [pace: number, looks: number])[]): number[] {
  const told: number[] = [];
  const [clock, context] = [{ ms: 0 }, { currentTime: 0 }];
  const look = watchSoundLoss({
    context,
    elapsed: () => clock.ms,
    lost: (seconds) => told.push(seconds),
  });
  let sound = 0;
  for (const [pace, looks] of paces) {
    for (let at = 0; at < looks; at++) {
      clock.ms += LOOK_MS;
      sound += LOOK_MS * pace;
      // It moves by whole buffers.
      context.currentTime = Math.floor(sound / 170) * 0.17;
      look();
    }
  }
  return told;
}

Deno.test("watchSoundLoss: a clock that keeps its pace, or differs by a hundredth of a percent, has lost nothing", () => {
  assertEquals(tell([1, 9000]), []);
  assertEquals(tell([0.9999, 9000]), []);
  assertEquals(tell([1.0001, 9000]), []);
});

Deno.test("watchSoundLoss: each further second that is missing is told once", () => {
  // Twelve seconds at four fifths.
  assertEquals(tell([1, 50], [0.8, 30], [1, 100]), [1, 2]);
});

Deno.test("watchSoundLoss: a clock that stands still has lost all that time", () => {
  assertEquals(tell([1, 50], [0, 20], [1, 50]).at(-1), 7);
});

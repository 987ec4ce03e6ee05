import { assert, assertEquals } from "@std/assert";
import { chooseSpeaker } from "../../../../client/ui/stage/speaker_choice.ts";

const STEP_MS = 300;

/** Lets `speaks` say who is heard at which moment; gives who was large at each step. */
function play(seconds: number, speaks: (at: number) => readonly string[]): (string | null)[] {
  const choice = chooseSpeaker();
  const large: (string | null)[] = [];
  for (let now = 0; now < seconds * 1000; now += STEP_MS) {
    const heard = speaks(now / 1000);
    const levels = ["Ann", "Bob", "Cem"].map((id) => [id, heard.includes(id) ? 0.4 : 0] as const);
    large.push(choice.hear(new Map(levels), now));
  }
  return large;
}

const changes = (large: readonly (string | null)[]) =>
  large.filter((one, at) => at === 0 || one !== large[at - 1]);

Deno.test("SpeakerChoice: the first to speak is large at once, and stays so in silence", () => {
  assertEquals(changes(play(20, (at) => at > 1 && at < 3 ? ["Bob"] : [])), [null, "Bob"]);
});

Deno.test("SpeakerChoice: a cough or a yes between moves nobody", () => {
  const interjects = (at: number) => at % 5 > 4.3 ? ["Cem"] : ["Ann"];
  assertEquals(changes(play(60, interjects)), ["Ann"]);
});

Deno.test("SpeakerChoice: a new speaker takes over once, after a moment", () => {
  const large = play(30, (at) => at < 10 ? ["Ann"] : ["Bob"]);
  assertEquals(changes(large), ["Ann", "Bob"]);
  const taken = large.indexOf("Bob") * STEP_MS;
  assert(taken >= 11_500 && taken <= 14_000, `after ${taken} ms`);
});

Deno.test("SpeakerChoice: two who speak at once do not take turns by the second", () => {
  const large = play(60, (at) => Math.floor(at) % 2 ? ["Ann", "Bob"] : ["Bob"]);
  assertEquals(changes(large), ["Bob"]);
  const quarrel = changes(play(60, (at) => Math.floor(at / 2) % 2 ? ["Ann"] : ["Bob"]));
  assert(quarrel.length <= 16, `${quarrel.length} changes in a minute`);
});

Deno.test("SpeakerChoice: who leaves is not large any more", () => {
  const choice = chooseSpeaker();
  for (let at = 0; at < 10; at++) choice.hear(new Map([["Ann", 0.5], ["Bob", 0]]), at * STEP_MS);
  assertEquals(choice.hear(new Map([["Bob", 0]]), 3000), null);
});

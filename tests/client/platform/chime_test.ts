import { assertEquals } from "@std/assert";
import { openChimes } from "../../../client/platform/chime.ts";

/** Audio context that notes how loud each tone becomes; `state` after somebody asks it to run. */
function fakeContext(state: AudioContextState) {
  const peaks: number[] = [];
  const sinks: string[] = [];
  const states: string[] = [];
  const tones: { onended: (() => void) | null }[] = [];
  const node = { connect: <T>(next: T) => next };
  const gain = {
    setValueAtTime() {},
    linearRampToValueAtTime: (peak: number) => void peaks.push(peak),
    exponentialRampToValueAtTime() {},
  };
  const context = {
    state: "suspended",
    currentTime: 0,
    destination: {},
    resume: () => Promise.resolve(void states.push(context.state = state)),
    suspend: () => Promise.resolve(void states.push(context.state = "suspended")),
    close: () => Promise.resolve(),
    setSinkId: (id: string) => Promise.resolve(void sinks.push(id)),
    createOscillator() {
      const tone = { ...node, onended: null, frequency: { value: 0 }, start() {}, stop() {} };
      tones.push(tone);
      return tone;
    },
    createGain: () => ({ ...node, gain }),
  };
  /** The tones that sound come to their end. */
  const end = () => tones.splice(0).forEach((tone) => tone.onended?.());
  return { peaks, sinks, states, end, create: () => context as unknown as AudioContext };
}

Deno.test("chimes: at less volume every tone of a sound is softer, by the chosen speaker", async () => {
  const { peaks, sinks, create } = fakeContext("running");
  const chimes = openChimes(create, () => "headphones");
  await chimes.play("join", 1);
  await chimes.play("join", 0.3);
  const [first = 0, second = 0] = peaks;
  assertEquals(peaks, [first, second, 0.3 * first, 0.3 * second]);
  assertEquals([first > 0, sinks], [true, ["headphones"]]);
});

Deno.test("chimes: a browser that wants a gesture first plays nothing", async () => {
  const { peaks, create } = fakeContext("suspended");
  await openChimes(create, () => "").play("knock", 1);
  assertEquals(peaks, []);
});

Deno.test("chimes: the context rests between sounds, and not while another one sounds", async () => {
  const { states, end, peaks, create } = fakeContext("running");
  const chimes = openChimes(create, () => "");
  await chimes.play("join", 1);
  const second = chimes.play("chat", 1);
  end();
  await second;
  assertEquals([states, peaks.length], [["running", "running"], 3]);
  end();
  assertEquals(states.at(-1), "suspended");
  await chimes.play("leave", 1);
  assertEquals([states.at(-1), peaks.length], ["running", 5]);
});

import { assertEquals } from "@std/assert";
import { createEffects } from "../../../client/effects/effects.ts";
import type { BackgroundOptions } from "../../../client/effects/background.ts";
import type { DenoiserOptions } from "../../../client/effects/noise.ts";
import { type EffectProblem, type Effects, NO_EFFECTS } from "../../../client/state/effects.ts";
import { FakeTrack } from "../../fakes/media.ts";

const BLUR: Effects = { ...NO_EFFECTS, background: "blur" };
const CLEAN: Effects = { ...NO_EFFECTS, sound: "clean" };
const track = (kind: "audio" | "video") => new FakeTrack(kind) as unknown as MediaStreamTrack;

/** Effects whose workers are in the test's hands. */
function open() {
  const life = new AbortController();
  const problems: EffectProblem[] = [];
  const drawings:
    (Omit<BackgroundOptions, "openWorker" | "later"> & { drawn: MediaStreamTrack | null })[] = [];
  const cleanings: (DenoiserOptions & { clean: MediaStreamTrack | null })[] = [];
  const log: string[] = [];
  const told = { changes: 0 };
  const effects = createEffects({
    changed: () => void told.changes++,
    failed: (problem) => void problems.push(problem),
    signal: life.signal,
  }, {
    openBackground(options) {
      const drawing = { ...options, drawn: null as MediaStreamTrack | null };
      drawings.push(drawing);
      return {
        track: () => drawing.drawn,
        set: (background) => void log.push(`paint ${background}`),
        close: () => void log.push("close camera"),
      };
    },
    openDenoiser(options) {
      const cleaning = { ...options, clean: null as MediaStreamTrack | null };
      cleanings.push(cleaning);
      return { track: () => cleaning.clean, close: () => void log.push("close mic") };
    },
    readPicture: () => Promise.resolve(null),
  });
  return { effects, drawings, cleanings, log, problems, life, told };
}

Deno.test("effects: a camera is drawn anew when it is another one, and given only when it is drawn", () => {
  const { effects, drawings, log } = open();
  const [first, second, drawn] = [track("video"), track("video"), track("video")];
  effects.take("camera", first);
  assertEquals(effects.track("camera"), first);
  effects.set(BLUR);
  assertEquals(effects.track("camera"), null);
  drawings.forEach((one) => one.drawn = drawn);
  assertEquals(effects.track("camera"), drawn);
  effects.set({ ...BLUR, background: "#102030" });
  effects.take("camera", second);
  assertEquals(effects.track("camera"), null);
  assertEquals(drawings.map(({ camera }) => camera), [first, second]);
  assertEquals(log, ["paint blur", "paint #102030", "close camera", "paint #102030"]);
  effects.take("camera", null);
  assertEquals(effects.track("camera"), null);
  effects.take("camera", first);
  effects.set(NO_EFFECTS);
  assertEquals(effects.track("camera"), first);
});

Deno.test("effects: a drawing that was given up tells of nothing any more", () => {
  const { effects, drawings, problems } = open();
  effects.take("camera", track("video"));
  effects.set(BLUR);
  effects.take("camera", track("video"));
  drawings[0]?.failed("slow");
  assertEquals(problems, []);
  drawings[1]?.failed("slow");
  assertEquals(problems, ["slow"]);
});

Deno.test("effects: a voice is heard with its noise until it is clean, and when cleaning stops", () => {
  const { effects, cleanings, problems, log } = open();
  const [mic, clean] = [track("audio"), track("audio")];
  effects.take("mic", mic);
  effects.set(CLEAN);
  const [cleaning] = cleanings;
  assertEquals(effects.track("mic"), mic);
  if (cleaning) cleaning.clean = clean;
  assertEquals(effects.track("mic"), clean);
  if (cleaning) cleaning.clean = null;
  assertEquals(effects.track("mic"), mic);
  cleaning?.failed();
  assertEquals(problems, ["sound-failed"]);
  effects.set(NO_EFFECTS);
  assertEquals(log, ["close mic"]);
});

Deno.test("effects: a camera that blurs by itself is asked to, and nothing is drawn", () => {
  const { effects, drawings } = open();
  const asked: unknown[] = [];
  const camera = Object.assign(track("video"), {
    getCapabilities: () => ({ backgroundBlur: [false, true] }),
    getConstraints: () => ({}),
    applyConstraints: (wanted: unknown) => Promise.resolve(void asked.push(wanted)),
  });
  effects.take("camera", camera);
  effects.set(BLUR);
  assertEquals(effects.track("camera"), camera);
  assertEquals([drawings.length, asked.at(-1)], [0, { backgroundBlur: true }]);
  effects.set({ ...BLUR, background: "#102030" });
  assertEquals([drawings.length, asked.at(-1)], [1, { backgroundBlur: false }]);
});

Deno.test("effects: a wish tells of no change by itself, and a track that is ready does", () => {
  const { effects, drawings, cleanings, told } = open();
  effects.take("camera", track("video"));
  effects.take("mic", track("audio"));
  effects.set({ background: "blur", sound: "clean" });
  // Whoever wishes tells of it, once.
  assertEquals(told.changes, 0);
  drawings[0]?.ready();
  cleanings[0]?.changed();
  assertEquals(told.changes, 2);
});

Deno.test("effects: nothing runs on after the devices are closed", () => {
  const { effects, log, life } = open();
  effects.take("camera", track("video"));
  effects.take("mic", track("audio"));
  effects.set({ background: "blur", sound: "clean" });
  life.abort();
  assertEquals(log, ["paint blur", "close camera", "close mic"]);
});

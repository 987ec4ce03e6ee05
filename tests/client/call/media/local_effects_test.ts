import { assertEquals } from "@std/assert";
import {
  createLocalEffects,
  type EffectOptions,
  type MediaEffects,
} from "../../../../client/call/media/local_effects.ts";
import { type Effects, NO_EFFECTS } from "../../../../client/state/effects.ts";
import { FakeTrack } from "../../../fakes/media.ts";

const BLUR: Effects = { ...NO_EFFECTS, background: "blur" };

function hold(effects: Effects) {
  const { promise, resolve } = Promise.withResolvers<(options: EffectOptions) => MediaEffects>();
  const seen = { loads: 0, changes: 0 };
  const life = new AbortController();
  const local = createLocalEffects({
    before: effects,
    loadEffects() {
      seen.loads++;
      return promise;
    },
    changed: () => void seen.changes++,
    effectFailed() {},
    signal: life.signal,
  });
  return { local, resolve, seen, life };
}

/** Effects that give a track of their own for each that they take. */
function drawing(drawn: MediaStreamTrack, log: string[]): () => MediaEffects {
  const taken = new Map<string, MediaStreamTrack | null>();
  return () => ({
    set: ({ background }) => void log.push(background),
    take: (kind, track) => void taken.set(kind, track),
    track: (kind) => kind === "camera" && taken.get(kind) ? drawn : taken.get(kind) ?? null,
  });
}

const track = (kind: "audio" | "video") => new FakeTrack(kind) as unknown as MediaStreamTrack;

Deno.test("LocalEffects: a visit that wants none loads none, and gives the device's own track", () => {
  const { local, seen } = hold(NO_EFFECTS);
  const camera = track("video");
  local.take("camera", camera);
  assertEquals(local.track("camera"), camera);
  local.set({ ...NO_EFFECTS, sound: "original" });
  assertEquals(seen.loads, 0);
});

Deno.test("LocalEffects: the camera is withheld until its background is drawn, and the voice is not", async () => {
  const { local, resolve, seen } = hold(BLUR);
  const [camera, mic, drawn] = [track("video"), track("audio"), track("video")];
  local.take("camera", camera);
  local.take("mic", mic);
  assertEquals(local.track("camera"), null);
  assertEquals(local.track("mic"), mic);
  const log: string[] = [];
  resolve(drawing(drawn, log));
  await Promise.resolve().then(() => {});
  assertEquals([log, seen], [["blur"], { loads: 1, changes: 1 }]);
  assertEquals(local.track("camera"), drawn);
});

Deno.test("LocalEffects: the voice goes on while effects start, whatever they tell meanwhile", async () => {
  const [camera, mic] = [track("video"), track("audio")];
  const { promise, resolve } = Promise.withResolvers<(options: EffectOptions) => MediaEffects>();
  const given: (MediaStreamTrack | null)[] = [];
  const local = createLocalEffects({
    before: BLUR,
    loadEffects: () => promise,
    changed: () => void given.push(local.track("mic")),
    effectFailed() {},
    signal: new AbortController().signal,
  });
  local.take("camera", camera);
  local.take("mic", mic);
  resolve(({ changed }) => {
    const effects = drawing(track("video"), [])();
    return {
      ...effects,
      set(wished) {
        effects.set(wished);
        changed();
      },
      take(kind, track) {
        effects.take(kind, track);
        changed();
      },
    };
  });
  await Promise.resolve().then(() => {});
  assertEquals(given, [mic, mic, mic, mic]);
});

Deno.test("LocalEffects: they load once, with the wish of last, and not for a call that is over", async () => {
  const { local, resolve, seen, life } = hold(NO_EFFECTS);
  local.set(BLUR);
  local.set({ ...BLUR, background: "more-blur" });
  assertEquals(seen.loads, 1);
  life.abort();
  const log: string[] = [];
  resolve(drawing(track("video"), log));
  await Promise.resolve().then(() => {});
  assertEquals([log, seen.changes], [[], 0]);
});

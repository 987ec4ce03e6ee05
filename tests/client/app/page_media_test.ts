import { assertEquals } from "@std/assert";
import { createPageEffects, type EffectsChunk } from "../../../client/app/page_effects.ts";
import { createPageMedia } from "../../../client/app/page_media.ts";
import type { EffectsView } from "../../../client/state/effects.ts";
import { fakeBrowser } from "../../fakes/browser.ts";
import { turn } from "../../fakes/clock.ts";
import { FakeStorage } from "../../fakes/storage.ts";

const NEVER = new Promise<never>(() => {});

/** Media of a page whose effects are on their way for ever, unless there is a chunk of them. */
function setUp(local: FakeStorage | null, effects?: EffectsChunk) {
  const { browser, devices } = fakeBrowser("");
  const shown: EffectsView[] = [];
  const media = createPageMedia({
    browser: {
      ...browser,
      storage: { ...browser.storage, local },
      loadDeferredChunk: () =>
        Promise.resolve({
          startDeferred() {},
          keepScreenOn() {},
          openScreenShare() {
            throw new Error("nobody shares a screen here");
          },
          readLevels: () => ({ of: () => 0, microphone: () => null }),
          sasOf: () => NEVER,
          inventName: () => "",
          createPageEffects,
          loadEffects: () => effects ? Promise.resolve(effects) : NEVER,
        }),
    },
    changed() {},
    send() {},
    announce() {},
    toast() {},
    showEffects: (view) => void shown.push(view),
  });
  return { media, devices, shown };
}

Deno.test("PageMedia: a background is kept over leaving where storage is forbidden", async () => {
  const { media, devices, shown } = setUp(null);
  media.open();
  await turn();
  assertEquals(media.tracks().camera?.kind, "video");
  await media.actions.setEffects({ background: "blur" });
  media.close();
  // The page forgets what it shows when the call is left.
  shown.length = 0;
  media.open();
  assertEquals(media.tracks().camera?.kind, undefined);
  await turn();
  assertEquals(devices.live().map(({ kind }) => kind).includes("video"), true);
  assertEquals(media.tracks().camera?.kind, undefined);
  assertEquals(shown.at(-1), { background: "blur", sound: "usual", problem: null });
});

Deno.test("PageMedia: a background chosen in another tab is that of the next stay, as it is shown", async () => {
  const memory = new FakeStorage({ "visavis.effects": "none clean" });
  const { media, shown } = setUp(memory);
  media.open();
  await turn();
  media.close();
  memory.setItem("visavis.effects", "blur original");
  media.open();
  await turn();
  assertEquals(media.tracks().camera?.kind, undefined);
  assertEquals(shown.at(-1), { background: "blur", sound: "original", problem: null });
});

Deno.test("PageMedia: a background that failed is wished for again in the next stay", async () => {
  const fails: (() => void)[] = [];
  const { media, shown } = setUp(new FakeStorage(), {
    openEffects: ({ failed }) => {
      fails.push(() => failed("slow"));
      return { set() {}, take() {}, track: () => null };
    },
    keepBackground: () => NEVER,
  });
  media.open();
  await media.actions.setEffects({ background: "blur" });
  await turn();
  fails[0]?.();
  assertEquals(shown.at(-1), { background: "none", sound: "usual", problem: "slow" });
  media.close();
  media.open();
  await turn();
  assertEquals(media.tracks().camera?.kind, undefined);
  assertEquals(shown.at(-1), { background: "blur", sound: "usual", problem: null });
});

import type { LevelSources } from "../call/media/audio_levels.ts";
import type { Levels } from "../state/actions.ts";
import type { Browser } from "./browser.ts";

/** Sound levels as the deferred chunk reads them; zero before it is there, which draws them too. */
export function deferLevels(load: Browser["loadDeferredChunk"], sources: LevelSources): Levels {
  let levels: Levels | null = null;
  return {
    of(who) {
      if (!levels) load().then(({ readLevels }) => levels ??= readLevels(sources), () => {});
      return levels?.of(who) ?? 0;
    },
    microphone: sources.microphone,
  };
}

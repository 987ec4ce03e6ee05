/** The chunk of effects: other backgrounds, and less noise. */
import type { OpenEffects } from "./call/media/local_effects.ts";
import { openBackground } from "./effects/background.ts";
import { createEffects } from "./effects/effects.ts";
import { openDenoiser } from "./effects/noise.ts";
import { keepPicture, readPicture } from "./effects/own_picture.ts";
import { openWorker } from "./effects/workers.ts";
import { later } from "./platform/clock.ts";
import { deviceStorage } from "./platform/storage.ts";

/** Opens the effects of this browser. */
export const openEffects: OpenEffects = (options) =>
  createEffects(options, {
    openBackground: (background) => openBackground({ ...background, openWorker, later }),
    openDenoiser,
    readPicture: () => readPicture(deviceStorage()),
  });

/** Keeps a picture as the own background. Rejects what is no picture. */
export const keepBackground = (file: Blob): Promise<void> => keepPicture(file, deviceStorage());

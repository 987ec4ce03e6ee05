import type { EffectOptions, MediaEffects } from "../call/media/local_effects.ts";
import type { Background, Effects } from "../state/effects.ts";
import type { BackgroundOptions, DrawnCamera } from "./background.ts";
import type { DenoiserOptions } from "./noise.ts";
import type { ProcessedTrack } from "./processed_track.ts";

/** Means of the browser that effects use. */
export interface EffectTools {
  openBackground(
    options: Omit<BackgroundOptions, "openWorker" | "openPath" | "later">,
  ): DrawnCamera;
  openDenoiser(options: DenoiserOptions): ProcessedTrack;
  readPicture(): Promise<ImageBitmap | null>;
}

/** Camera that blurs by itself (W3C Media Capture Extensions, `backgroundBlur`). */
type Blurring = MediaTrackCapabilities & { readonly backgroundBlur?: readonly boolean[] };

/** Opens effects that have nothing to do yet. */
export function createEffects(options: EffectOptions, tools: EffectTools): MediaEffects {
  const { signal } = options;
  const camera = createCameraEffect(options, tools);
  const mic = createMicEffect(options, tools);
  signal.addEventListener("abort", () => {
    camera.close();
    mic.close();
  }, { once: true });
  return {
    set(effects) {
      camera.set(effects);
      mic.set(effects);
    },
    take: (kind, track) => (kind === "mic" ? mic : camera).take(track),
    track: (kind) => (kind === "mic" ? mic : camera).track(),
  };
}

/** Effect on the track of one device. */
interface DeviceEffect extends ProcessedTrack {
  set(effects: Effects): void;
  take(track: MediaStreamTrack | null): void;
}

function createCameraEffect(
  { changed, failed, signal }: EffectOptions,
  { openBackground, readPicture }: EffectTools,
): DeviceEffect {
  let raw: MediaStreamTrack | null = null;
  let background: Background = "none";
  let drawn: DrawnCamera | null = null;

  function close(): void {
    drawn?.close();
    drawn = null;
  }

  /** Starts what is missing, and ends what is not wanted any more. */
  function follow(): void {
    const own = raw && blursItself(raw);
    if (raw && own) blurItself(raw, isBlur(background));
    if (!raw || background === "none" || own && isBlur(background)) return close();
    drawn ??= open(raw);
    paint(drawn);
  }

  function open(camera: MediaStreamTrack): DrawnCamera {
    const mine: DrawnCamera = openBackground({
      camera,
      ready: () => drawn === mine && changed(),
      failed(why) {
        if (drawn === mine) failed(why);
      },
    });
    return mine;
  }

  function paint(camera: DrawnCamera): void {
    const wished = background;
    if (wished !== "picture") return camera.set(wished, null);
    void readPicture().then((picture) => {
      if (drawn === camera && background === wished && !signal.aborted) camera.set(wished, picture);
      else picture?.close();
    });
  }

  return {
    set(effects) {
      background = effects.background;
      follow();
    },
    take(track) {
      close();
      raw = track;
      follow();
    },
    track: () => drawn ? drawn.track() : raw,
    close,
  };
}

function createMicEffect(
  { changed, failed }: EffectOptions,
  { openDenoiser }: EffectTools,
): DeviceEffect {
  let raw: MediaStreamTrack | null = null;
  let clean = false;
  let denoiser: ProcessedTrack | null = null;

  function close(): void {
    denoiser?.close();
    denoiser = null;
  }

  function follow(): void {
    if (!raw || !clean) return close();
    denoiser ??= open(raw);
  }

  function open(microphone: MediaStreamTrack): ProcessedTrack {
    const mine: ProcessedTrack = openDenoiser({
      microphone,
      changed: () => denoiser === mine && changed(),
      failed() {
        if (denoiser === mine) failed("sound-failed");
      },
    });
    return mine;
  }

  return {
    set({ sound }) {
      clean = sound === "clean";
      follow();
    },
    take(track) {
      close();
      raw = track;
      follow();
    },
    // To be heard with noise is better than not to be heard.
    track: () => denoiser?.track() ?? raw,
    close,
  };
}

const isBlur = (background: Background) => background === "blur" || background === "more-blur";

function blursItself(camera: MediaStreamTrack): boolean {
  const { backgroundBlur = [] }: Blurring = camera.getCapabilities?.() ?? {};
  return backgroundBlur.includes(true) && backgroundBlur.includes(false);
}

function blurItself(camera: MediaStreamTrack, on: boolean): void {
  const wanted: MediaTrackConstraints & { readonly backgroundBlur: boolean } = {
    ...camera.getConstraints(),
    backgroundBlur: on,
  };
  camera.applyConstraints(wanted).catch(() => {});
}

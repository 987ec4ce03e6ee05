import type { EffectProblem, Effects } from "../../state/effects.ts";
import type { Kind } from "./capture.ts";

/** Changes what microphone and camera give. */
export interface MediaEffects {
  /** Changes the effects; who calls it tells of the change. */
  set(effects: Effects): void;
  /** Goes on with this track of the device; null when it was closed. */
  take(kind: Kind, track: MediaStreamTrack | null): void;
  /** The track to be shown and sent; null while there is none that may be. */
  track(kind: Kind): MediaStreamTrack | null;
}

/** Options of {@link OpenEffects}. */
export interface EffectOptions {
  readonly changed: () => void;
  readonly failed: (problem: EffectProblem) => void;
  readonly signal: AbortSignal;
}

/** Opens effects until the signal aborts. */
export type OpenEffects = (options: EffectOptions) => MediaEffects;

/** Options of {@link createLocalEffects}. */
export interface LocalEffectOptions {
  /** Effects of before. */
  readonly before: Effects;
  /** Brings the effects; a visit that wants none never loads them. */
  readonly loadEffects: () => Promise<OpenEffects>;
  readonly effectFailed: EffectOptions["failed"];
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Own microphone and camera as they are given on. */
export interface LocalEffects extends Omit<MediaEffects, "set"> {
  /** Changes the effects. True if the microphone is to be opened once more, in another way. */
  set(effects: Effects): boolean;
}

/** Hands tracks on as they are until somebody wishes for an effect. */
export function createLocalEffects(options: LocalEffectOptions): LocalEffects {
  const { changed, effectFailed: failed, signal } = options;
  const tracks: Record<Kind, MediaStreamTrack | null> = { mic: null, camera: null };
  let effects = options.before;
  let opened: MediaEffects | null = null;
  let loading = false;
  const original = () => effects.sound === "original";

  async function load(): Promise<void> {
    if (loading || effects.background === "none" && effects.sound !== "clean") return;
    loading = true;
    const open = await options.loadEffects();
    if (signal.aborted) return;
    const fresh = open({ changed, failed, signal });
    fresh.set(effects);
    fresh.take("mic", tracks.mic);
    fresh.take("camera", tracks.camera);
    // Not before it has the tracks: a share that is on mixes in the voice of that moment.
    opened = fresh;
    changed();
  }

  function track(kind: Kind): MediaStreamTrack | null {
    if (opened) return opened.track(kind);
    // The room is not seen before it is hidden.
    return kind === "camera" && effects.background !== "none" ? null : tracks[kind];
  }

  void load();
  return {
    set(wished) {
      const before = original();
      effects = wished;
      opened?.set(wished);
      void load();
      return original() !== before;
    },
    take(kind, track) {
      tracks[kind] = track;
      opened?.take(kind, track);
    },
    track,
  };
}

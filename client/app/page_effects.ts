import {
  createLocalEffects,
  type LocalEffects,
  type OpenEffects,
} from "../call/media/local_effects.ts";
import type { LocalMedia } from "../call/media/local_media.ts";
import {
  type Background,
  type EffectProblem,
  type Effects,
  type EffectsView,
  NO_EFFECTS,
} from "../state/effects.ts";
import type { StoredEffects } from "./stored_effects.ts";

/** Exports of the chunk of effects. */
export interface EffectsChunk {
  readonly openEffects: OpenEffects;
  /** Keeps a picture as the own background. Rejects what is no picture. */
  readonly keepBackground: (file: Blob) => Promise<void>;
}

/** Options of {@link createPageEffects}. */
export interface PageEffectOptions {
  readonly kept: StoredEffects;
  readonly loadEffects: () => Promise<EffectsChunk>;
  /** Shows how the effects stand. */
  readonly show: (view: EffectsView) => void;
}

/** The own media, as far as effects need them. */
export type AffectedMedia = Pick<
  LocalMedia,
  "useEffects" | "effectsChanged" | "reopenMic" | "turn"
>;

/** Effects on the own media: as they are wished for, and as they stand. */
export interface PageEffects {
  /** Goes on with these media until the signal aborts. */
  attach(media: AffectedMedia, signal: AbortSignal): void;
  choose(part: Partial<Effects>): void;
  choosePicture(file: Blob): Promise<void>;
}

/** Begins with the effects that were chosen last, as do all media that it is attached to. */
export function createPageEffects({ kept, loadEffects, show }: PageEffectOptions): PageEffects {
  const chosen = (): EffectsView => ({ ...readEffects(kept.get()), problem: null });
  let view = chosen();
  let on: { media: AffectedMedia; local: LocalEffects } | null = null;

  function set(part: Partial<EffectsView>): void {
    view = { ...view, problem: null, ...part };
    if (on?.local.set(view)) on.media.reopenMic(view.sound === "original");
    on?.media.effectsChanged();
    show(view);
  }

  function failed(problem: EffectProblem): void {
    if (problem === "sound-failed") return set({ sound: "usual", problem });
    // What was to be hidden is not shown: the camera goes off together with its background.
    on?.media.turn({ camera: false });
    set({ background: "none", problem });
  }

  function choose(part: Partial<Effects>): void {
    set(part);
    kept.set(`${view.background} ${view.sound}`);
  }

  return {
    attach(media, signal) {
      view = chosen();
      const local = createLocalEffects({
        before: view,
        loadEffects: async () => (await loadEffects()).openEffects,
        effectFailed: failed,
        changed: media.effectsChanged,
        signal,
      });
      on = { media, local };
      media.useEffects(local);
      show(view);
    },
    choose,
    async choosePicture(file) {
      const { keepBackground } = await loadEffects();
      await keepBackground(file).then(
        () => choose({ background: "picture" }),
        () => set({ problem: "no-picture" }),
      );
    },
  };
}

/** Effects as a device keeps them; none where it keeps none that there are. */
export function readEffects(text: string): Effects {
  const [background = "", sound = ""] = text.split(" ");
  return {
    background: isBackground(background) ? background : NO_EFFECTS.background,
    sound: sound === "clean" || sound === "original" ? sound : NO_EFFECTS.sound,
  };
}

const isBackground = (text: string): text is Background =>
  /^(?:blur|more-blur|picture|#[0-9a-f]{6})$/.test(text);

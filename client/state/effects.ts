/** Picture behind the person: as it is, blurred, of one colour, or a picture of their own. */
export type Background = "none" | "blur" | "more-blur" | "picture" | `#${string}`;

/** Treatment of the own sound: the browser's, with more noise removed, or as the microphone hears it. */
export type SoundTreatment = "usual" | "clean" | "original";

/** Effects that a person has chosen for what the others see and hear. */
export interface Effects {
  readonly background: Background;
  readonly sound: SoundTreatment;
}

/** Reason for which the page has switched an effect off. */
export type EffectProblem =
  /** The machine cannot keep up with the camera. */
  | "slow"
  | "background-failed"
  | "sound-failed"
  /** The file that was chosen as a background is no picture. */
  | "no-picture";

/** Effects as they stand. */
export interface EffectsView extends Effects {
  readonly problem: EffectProblem | null;
}

/** Nothing is changed. */
export const NO_EFFECTS: EffectsView = { background: "none", sound: "usual", problem: null };

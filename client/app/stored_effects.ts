import { keepText, readText } from "../platform/storage.ts";

/** Effects as a person has chosen them, in a text: a background and a treatment of the sound. */
export interface StoredEffects {
  /** Those chosen in this visit, or else on this device before; empty where none were. */
  get(): string;
  set(text: string): void;
}

const KEY = "visavis.effects";

/** The effects chosen on this device, now and on earlier visits. */
export function rememberEffects(memory: Storage | null): StoredEffects {
  let chosen: string | null = null;
  return {
    get: () => chosen ?? readText(memory, KEY),
    set(text) {
      chosen = text;
      keepText(memory, KEY, text);
    },
  };
}

/** True if the microphone is to be opened as it hears. */
export const isOriginal = (effects: string): boolean => /original$/.test(effects);

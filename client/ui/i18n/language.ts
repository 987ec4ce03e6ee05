import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Lang, Words } from "./words.ts";

const KEPT = "visavis.language";

/** The language in use, and how to take another one. */
export interface Speech {
  readonly lang: Lang;
  readonly words: Words;
  readonly choose: (lang: Lang) => void;
}

/** Hands the language down to every part of the page. */
export const Language = createContext<Speech | null>(null);

/** The language in use. Throws outside of the page, where there is none. */
export function useSpeech(): Speech {
  const speech = useContext(Language);
  if (!speech) throw new Error("no language");
  return speech;
}

/** The words in use. */
export const useWords = (): Words => useSpeech().words;

/** The first language that both the person and the page speak; English when there is none. */
export function pickLanguage(kept: string | null, preferred: readonly string[]): Lang {
  for (const tag of [kept ?? "", ...preferred]) {
    if (/^zh\b/i.test(tag)) return "zh-CN";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}

/** The language of the last visit, or of the browser. */
export function recallLanguage(): Lang {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEPT);
  } catch {
    // Storage may be forbidden; the browser's own list is enough.
  }
  return pickLanguage(kept, navigator.languages);
}

/** Keeps the choice for the next visit. */
export function keepLanguage(lang: Lang): void {
  try {
    localStorage.setItem(KEPT, lang);
  } catch {
    // Then the choice holds for this visit.
  }
}

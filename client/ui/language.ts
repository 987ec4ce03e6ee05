import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Lang, type Words, words } from "./words.ts";

const KEPT = "visavis.language";

/** The language in use, and how to take another one. */
export interface Speech {
  readonly lang: Lang;
  readonly words: Words;
  readonly choose: (lang: Lang) => void;
}

/** Hands the language down to every part of the page. */
export const Language = createContext<Speech>({ lang: "en", words: words.en, choose() {} });

/** The language in use. */
export const useSpeech = (): Speech => useContext(Language);

/** The words in use. */
export const useWords = (): Words => useContext(Language).words;

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

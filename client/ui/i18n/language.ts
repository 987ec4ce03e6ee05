import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { deviceStorage, keepText, readText } from "../../platform/storage.ts";
import { type Lang, pickLanguage } from "./languages.ts";
import type { CheckWords, DeferredWords, Words } from "./load_words.ts";
import type { LanguageControl, Spoken } from "./language_control.ts";

const KEPT = "visavis.language";

/** The language in use, and how to take another one. */
export interface Speech extends Spoken, LanguageControl {}

/** Hands the language down to every part of the page. */
export const Language = createContext<Speech | null>(null);

/** The language in use. Throws outside of the page, where there is none. */
export function useSpeech(): Speech {
  return there(useContext(Language));
}

/** The words in use. */
export const useWords = (): Words => useSpeech().words;

/** The words in use of the deferred parts, none of which is drawn before they are there. */
export const useDeferredWords = (): DeferredWords => there(useSpeech().deferred);

/** The words in use of the check page, which is not drawn before they are there. */
export const useCheckWords = (): CheckWords => there(useSpeech().check);

function there<T>(words: T | null): T {
  if (words === null) throw new Error("no words");
  return words;
}

/** The language of the last visit, or of the browser. */
export function recallLanguage(): Lang {
  return pickLanguage([readText(deviceStorage(), KEPT), ...navigator.languages]);
}

/** Keeps the choice for the next visit. */
export function keepLanguage(lang: Lang): void {
  keepText(deviceStorage(), KEPT, lang);
}

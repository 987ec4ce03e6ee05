import { chunk } from "../../platform/chunks.ts";
import type { CheckWords } from "./en/check.ts";
import type { DeferredWords } from "./en/deferred.ts";
import type { Words } from "./en/words.ts";
import { type Lang, LANGUAGES } from "./languages.ts";

export type { CheckWords, DeferredWords, Words };

/** The words of one language, by the chunk that they come in. */
export interface Vocabulary {
  /** All that the first picture, the lobby and the call say at once. */
  readonly words: Words;
  /** Words of the deferred parts. */
  readonly deferred: DeferredWords;
  /** Words of the check page. */
  readonly check: CheckWords;
}

/** Loads a chunk of the words of one language. Its promise never rejects: it tries until it is there. */
export type LoadWords = <P extends keyof Vocabulary>(lang: Lang, part: P) => Promise<Vocabulary[P]>;

type Loads = { readonly [P in keyof Vocabulary]: () => Promise<Pick<Vocabulary, P>> };

const loads = new Map<Lang, Loads>();

function loadsOf(lang: Lang): Loads {
  const of = <P extends keyof Vocabulary>(part: P) =>
    chunk<Pick<Vocabulary, P>>(`${LANGUAGES[lang].folder}_${part}`);
  return { words: of("words"), deferred: of("deferred"), check: of("check") };
}

/** Loads them from where the page says they lie. */
export const loadWords: LoadWords = async (lang, part) => {
  const known = loads.get(lang) ?? loadsOf(lang);
  loads.set(lang, known);
  return (await known[part]())[part];
};

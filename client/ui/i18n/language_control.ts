import type { Lang } from "./languages.ts";
import type { LoadWords, Vocabulary } from "./load_words.ts";

/** Words that come with the parts that speak them. */
export type LatePart = Exclude<keyof Vocabulary, "words">;

/** The language in use with the words that are there; null is what nobody has needed yet. */
export interface Spoken {
  readonly lang: Lang;
  readonly words: Vocabulary["words"];
  readonly deferred: Vocabulary["deferred"] | null;
  readonly check: Vocabulary["check"] | null;
}

/** How to take another language, and to get more words of this one. */
export interface LanguageControl {
  /** The former language stays until all words in use are there in the new one. */
  choose(lang: Lang): void;
  /** Loads these words, in this language and in each that is chosen from now on. */
  need(part: LatePart): void;
}

/** Begins with one language; `tell` hears of each change. */
export function controlLanguage(
  first: Spoken,
  load: LoadWords,
  tell: (now: Spoken) => void,
): LanguageControl {
  let now = first;
  let wanted = first.lang;
  const needed = new Set<LatePart>();

  /** All words in use, those included that are asked for while the others are under way. */
  async function complete(lang: Lang): Promise<Spoken> {
    for (;;) {
      const { size } = needed;
      const [words, deferred, check] = await Promise.all([
        load(lang, "words"),
        needed.has("deferred") ? load(lang, "deferred") : null,
        needed.has("check") ? load(lang, "check") : null,
      ]);
      if (needed.size === size) return { lang, words, deferred, check };
    }
  }

  function speak(spoken: Spoken): void {
    now = spoken;
    tell(now);
  }

  return {
    choose(lang) {
      wanted = lang;
      void complete(lang).then((spoken) => {
        // Another one may have been chosen since.
        if (wanted === lang) speak(spoken);
      });
    },
    need(part) {
      if (needed.has(part)) return;
      needed.add(part);
      const { lang } = now;
      void complete(lang).then((spoken) => {
        if (now.lang === lang) speak(spoken);
      });
    },
  };
}

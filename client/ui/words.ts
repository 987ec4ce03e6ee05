import type { Words } from "./words/en.ts";

export type { Words };

/** The languages the page speaks. */
export type Lang = "en" | "zh-CN";

/** A language with its words. */
export interface Spoken {
  readonly lang: Lang;
  readonly words: Words;
}

/** A chunk that did not come is asked for again after so many ms. */
const AGAIN = 1000;

/** The words of one language, of which a visit needs no more. Tries until they are there. */
export async function loadWords(lang: Lang): Promise<Words> {
  while (true) {
    try {
      return await ask(lang);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

async function ask(lang: Lang): Promise<Words> {
  switch (lang) {
    case "en":
      return (await import("./words/en.ts")).en;
    case "zh-CN":
      return (await import("./words/zh.ts")).zh;
  }
}

import { chunk } from "../../platform/chunks.ts";
import type { Words } from "./en/words.ts";

export type { Words };

/** The languages the page speaks. */
export type Lang = "en" | "zh-CN";

/** A language with its words. */
export interface Spoken {
  readonly lang: Lang;
  readonly words: Words;
}

const en = chunk("en", () => import("./en/words.ts"));
const zh = chunk("zh_cn", () => import("./zh_cn/words.ts"));

/** The words of one language, of which a visit needs no more. Tries until they are there. */
export async function loadWords(lang: Lang): Promise<Words> {
  switch (lang) {
    case "en":
      return (await en()).en;
    case "zh-CN":
      return (await zh()).zh;
  }
}

import type { Verdict } from "../call/state.ts";
import { useSpeech } from "./language.ts";
import type { Lang } from "./words.ts";
import { type Explained, verdictEn } from "./words/verdict_en.ts";
import { verdictZh } from "./words/verdict_zh.ts";

/** Both languages, since they come with the parts that speak them. */
export const verdicts: Readonly<Record<Lang, Readonly<Record<Verdict, Explained>>>> = {
  en: verdictEn,
  "zh-CN": verdictZh,
};

/** The words in use for every verdict. */
export const useVerdicts = () => verdicts[useSpeech().lang];

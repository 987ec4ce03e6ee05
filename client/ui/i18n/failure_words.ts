import type { Verdict } from "../../state/call_state.ts";
import { useSpeech } from "./language.ts";
import type { Lang } from "./words.ts";
import { type Explained, verdictEn } from "./en/failures.ts";
import { verdictZh } from "./zh_cn/failures.ts";

/** Both languages, since they come with the parts that speak them. */
export const verdicts: Readonly<Record<Lang, Readonly<Record<Verdict, Explained>>>> = {
  en: verdictEn,
  "zh-CN": verdictZh,
};

/** The words in use for every verdict. */
export const useVerdicts = () => verdicts[useSpeech().lang];

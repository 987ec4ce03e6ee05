import { useSpeech } from "./language.ts";
import type { Lang } from "./words.ts";
import { enMore, type More } from "./en/deferred.ts";
import { zhMore } from "./zh_cn/deferred.ts";

/** Both languages, since they come with the parts that speak them. */
export const more: Readonly<Record<Lang, More>> = { en: enMore, "zh-CN": zhMore };

/** The words in use of what comes late. */
export const useMore = (): More => more[useSpeech().lang];

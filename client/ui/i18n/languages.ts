/** A language of the page. */
export interface Language {
  /** Its name in itself, for the menu. */
  readonly name: string;
  /** Folder of its words, beside this file. */
  readonly folder: string;
  /** Tags of browsers and systems (BCP 47) that it stands for; the longest one that fits decides. */
  readonly tags: readonly string[];
}

/**
 * Every language by its tag in `<html lang>`. One more is a line here and a folder with the same
 * files as `en/`, in which the compiler and `tests/client/ui/i18n` find every missing sentence.
 */
export const LANGUAGES = {
  "en": { name: "English", folder: "en", tags: ["en"] },
  "zh-CN": { name: "简体中文", folder: "zh_cn", tags: ["zh"] },
  "zh-Hant": { name: "繁體中文", folder: "zh_hant", tags: ["zh-Hant", "zh-TW", "zh-HK", "zh-MO"] },
} as const satisfies Record<string, Language>;

/** Tag of a language of the page. */
export type Lang = keyof typeof LANGUAGES;

/** True if a tag is one of the page's own. */
export const isLang = (tag: string): tag is Lang => Object.hasOwn(LANGUAGES, tag);

/** Tags of all languages, in the order of the menu. */
export const LANGS: readonly Lang[] = Object.keys(LANGUAGES).filter(isLang);

/** The first language that both the person and the page speak; English when there is none. */
export function pickLanguage(preferred: readonly string[]): Lang {
  return preferred.map(standsFor).find((lang) => lang !== null) ?? "en";
}

/** The language that stands for a tag such as `zh-Hant-HK`, or `zh_TW.UTF-8` as systems write it. */
function standsFor(tag: string): Lang | null {
  const wanted = tag.toLowerCase().replaceAll("_", "-").replace(/[^a-z0-9-].*/, "");
  let best: { readonly lang: Lang; readonly length: number } | null = null;
  for (const lang of LANGS) {
    for (const { length } of LANGUAGES[lang].tags.filter((one) => isWithin(wanted, one))) {
      if (!best || length > best.length) best = { lang, length };
    }
  }
  return best?.lang ?? null;
}

/** True if a tag is the range or more special than it (RFC 4647 §3.3.1). */
const isWithin = (tag: string, range: string) => `${tag}-`.startsWith(`${range.toLowerCase()}-`);

import { assert, assertEquals } from "@std/assert";
import { pickLanguage } from "../../../../client/ui/i18n/language.ts";
import { checkWords } from "../../../../client/ui/check/findings.tsx";
import { more } from "../../../../client/ui/i18n/deferred_words.ts";
import { verdicts } from "../../../../client/ui/i18n/failure_words.ts";
import { type Lang, loadWords } from "../../../../client/ui/i18n/words.ts";

const words = {
  en: { ...await loadWords("en"), ...more.en, ...said("en"), check: checkWords.en },
  "zh-CN": {
    ...await loadWords("zh-CN"),
    ...more["zh-CN"],
    ...said("zh-CN"),
    check: checkWords["zh-CN"],
  },
} satisfies Record<Lang, unknown>;

/** Who is connected needs no advice. */
function said(lang: Lang) {
  const { connected, ...others } = verdicts[lang];
  return { connected: connected.why, verdict: others };
}

/** All texts with the way to them; functions are asked with sample arguments. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[`${path}()`, String(value("Ann", "10:20"))]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => texts(one, `${path}.${key}`));
}

const languages = Object.entries(words).map(([lang, all]) => ({ lang, found: texts(all) }));

Deno.test("both languages say the same things", () => {
  const [first, ...others] = languages.map(({ found }) => found.map(([path]) => path).sort());
  for (const other of others) assertEquals(other, first);
});

Deno.test("no text is empty, shouts, or shows a code", () => {
  for (const { lang, found } of languages) {
    assert(found.length > 80, "the words were not found");
    for (const [path, text] of found) {
      assert(text.trim() === text && text !== "", `${lang}${path} is empty or padded`);
      assert(!/[!！]/.test(text), `${lang}${path} shouts: ${text}`);
      assert(!/oops|wrong|error|undefined|\b\d{4}\b/i.test(text), `${lang}${path}: ${text}`);
    }
  }
});

Deno.test("Chinese is Chinese, and punctuated so", () => {
  for (const [path, text] of texts(words["zh-CN"])) {
    if (path === ".otherLanguage" || /numbered|withKey/.test(path)) continue;
    assert(/\p{sc=Han}/u.test(text), `${path}: ${text}`);
    assert(!/\p{sc=Han}[,;:?]/u.test(text), `${path} has an ASCII mark: ${text}`);
  }
});

Deno.test("a name among other words keeps its direction to itself", () => {
  for (const { remark } of Object.values(words)) {
    for (const say of Object.values(remark)) assert(say("עדה").includes("\u2068עדה\u2069"));
  }
});

Deno.test("the language is the kept one, else the browser's first that is known", () => {
  assertEquals(pickLanguage(null, ["fr-FR", "zh-TW", "en"]), "zh-CN");
  assertEquals(pickLanguage(null, ["en-GB", "zh"]), "en");
  assertEquals(pickLanguage("zh-CN", ["en"]), "zh-CN");
  assertEquals(pickLanguage("xx", ["de"]), "en");
  assertEquals(pickLanguage(null, []), "en");
});

import { assert, assertEquals } from "@std/assert";
import { LANGS, LANGUAGES, pickLanguage } from "../../../../client/ui/i18n/languages.ts";
import type { DoctorWords } from "../../../../client/ui/i18n/en/doctor.ts";
import type { Vocabulary } from "../../../../client/ui/i18n/load_words.ts";

const FOLDER = new URL("../../../../client/ui/i18n/", import.meta.url);
const languages = await Promise.all(LANGS.map(async (lang) => {
  const folder = `${FOLDER}${LANGUAGES[lang].folder}`;
  const { words }: Pick<Vocabulary, "words"> = await import(`${folder}/words.ts`);
  const { deferred }: Pick<Vocabulary, "deferred"> = await import(`${folder}/deferred.ts`);
  const { check }: Pick<Vocabulary, "check"> = await import(`${folder}/check.ts`);
  const { doctor }: { readonly doctor: DoctorWords } = await import(`${folder}/doctor.ts`);
  const plain: Readonly<Record<string, string>> = JSON.parse(
    await Deno.readTextFile(new URL(`${folder}/static.json`)),
  );
  // Who is connected needs no advice.
  const { connected: { help, ...connected }, ...failures } = deferred.failures;
  assertEquals(help, "", lang);
  const all = { words, deferred: { ...deferred, failures: { ...failures, connected } }, check };
  return { lang, words, doctor, plain, all, found: texts(all) };
}));
const [english] = languages;

type Text = readonly [path: string, text: string];

/** All texts with the way to them; functions are asked with sample arguments. */
function texts(value: unknown, path = ""): Text[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[`${path}()`, String(value("Ann", "10:20"))]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => texts(one, `${path}.${key}`));
}

/** Which of their arguments the functions of words put into their sentence. */
function holes(value: unknown, path = ""): string[] {
  if (typeof value === "function") {
    const text = String(value("@0@", "@1@"));
    return [`${path} ${[0, 1].filter((at) => text.includes(`@${at}@`))}`];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => holes(one, `${path}.${key}`));
}

/** Names of the files of a language. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(new URL(`${folder}/`, FOLDER))) files.push(name);
  return files.sort();
}

Deno.test("languages: each is a line of the list and a folder with the same files, and no folder is left over", async () => {
  const folders = [];
  for await (const { name, isDirectory } of Deno.readDir(FOLDER)) {
    if (isDirectory) folders.push(name);
  }
  assertEquals(folders.sort(), LANGS.map((lang) => LANGUAGES[lang].folder).sort());
  const english = await filesOf("en");
  for (const folder of folders) assertEquals(await filesOf(folder), english, folder);
});

Deno.test("languages: each browser tag belongs to one, and each own tag means itself", () => {
  const tags = LANGS.flatMap((lang) => LANGUAGES[lang].tags.map((tag) => tag.toLowerCase()));
  assertEquals(new Set(tags).size, tags.length);
  for (const lang of LANGS) assertEquals(pickLanguage([lang]), lang);
});

Deno.test("languages: all say the same things, and put the same values in", () => {
  for (const { lang, all, plain, found } of languages) {
    assertEquals(
      found.map(([path]) => path).sort(),
      english?.found.map(([path]) => path).sort(),
      lang,
    );
    assertEquals(plain.lang, lang);
    assertEquals(holes(all).sort(), holes(english?.all).sort(), lang);
  }
});

Deno.test("words: no text is empty, shouts, or shows a code", () => {
  for (const { lang, found } of languages) {
    assert(found.length > 80, "the words were not found");
    for (const [path, text] of found) {
      assert(text.trim() === text && text !== "", `${lang}${path} is empty or padded`);
      assert(!/[!！]/.test(text), `${lang}${path} shouts: ${text}`);
      assert(!/oops|wrong|error|undefined|\b\d{4}\b/i.test(text), `${lang}${path}: ${text}`);
    }
  }
});

/** Marks that hold in Chinese, too. */
const SYMBOLIC = /numbered|withKey/;

Deno.test("words: Chinese is Chinese, and punctuated so", () => {
  const chinese = languages.filter(({ lang }) => lang.startsWith("zh"));
  assert(chinese.length > 1);
  for (const { lang, found } of chinese) {
    for (const [path, text] of found.filter(([path]) => !SYMBOLIC.test(path))) {
      assert(/\p{sc=Han}/u.test(text), `${lang}${path}: ${text}`);
      assert(!/\p{sc=Han}[,;:?]/u.test(text), `${lang}${path} has an ASCII mark: ${text}`);
    }
  }
});

/** Characters of a standard that has two bytes for each, in these ranges. */
function charset(label: string, [from, to]: readonly number[], seconds: readonly number[][]) {
  const found = new Set<string>();
  const decoder = new TextDecoder(label);
  for (let first = from ?? 0; first <= (to ?? 0); first++) {
    for (const [low = 0, high = 0] of seconds) {
      for (let second = low; second <= high; second++) {
        found.add(decoder.decode(Uint8Array.of(first, second)));
      }
    }
  }
  return found;
}

Deno.test("words: no Simplified character in Traditional Chinese, and none the other way round", () => {
  const own: Readonly<Record<string, ReadonlySet<string>>> = {
    // All of GB/T 2312, and the frequently used ones of Big5 (its first level).
    "zh-CN": charset("gb2312", [0xb0, 0xf7], [[0xa1, 0xfe]]),
    "zh-Hant": charset("big5", [0xa4, 0xc6], [[0x40, 0x7e], [0xa1, 0xfe]]),
  };
  const strange = (lang: string, text: string) =>
    [...text].filter((one) => /\p{sc=Han}/u.test(one) && !own[lang]?.has(one)).join("");
  assertEquals(strange("zh-Hant", "们这来对说时会没视频麦连我你"), "们这来对说时会没视频麦连");
  assertEquals(strange("zh-CN", "們這來對說時會沒視頻麥連我你"), "們這來對說時會沒視頻麥連");
  for (const { lang, found, doctor, plain } of languages) {
    if (!own[lang]) continue;
    const name: Text = ["", LANGUAGES[lang].name];
    for (const [path, text] of [name, ...found, ...texts({ doctor, plain })]) {
      assertEquals(strange(lang, text), "", `${lang}${path}: ${text}`);
    }
  }
});

Deno.test("words: a name among other words keeps its direction to itself", () => {
  for (const { words: { remark } } of languages) {
    for (const say of Object.values(remark)) assert(say("עדה").includes("\u2068עדה\u2069"));
  }
});

Deno.test("pickLanguage: the kept one, else the browser's first that is known, else English", () => {
  const rows: readonly (readonly [readonly string[], string])[] = [
    [["", "fr-FR", "zh-CN", "en"], "zh-CN"],
    [["", "en-GB", "zh"], "en"],
    [["zh-CN", "en"], "zh-CN"],
    [["xx", "de"], "en"],
    [["", "eng", "zhx"], "en"],
    [[], "en"],
  ];
  for (const [preferred, lang] of rows) assertEquals(pickLanguage(preferred), lang, `${preferred}`);
});

Deno.test("pickLanguage: region and script decide which Chinese it is", () => {
  const tags = {
    "zh-CN": ["zh", "zh-CN", "zh-SG", "zh-MY", "zh-Hans", "zh-Hans-HK", "zh_CN.UTF-8"],
    "zh-Hant": ["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-HK", "ZH-hant", "zh_TW.UTF-8"],
  };
  for (const [lang, meant] of Object.entries(tags)) {
    for (const tag of meant) assertEquals(pickLanguage([tag, "en"]), lang, tag);
  }
});

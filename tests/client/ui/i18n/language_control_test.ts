import { assertEquals } from "@std/assert";
import { controlLanguage, type Spoken } from "../../../../client/ui/i18n/language_control.ts";
import type { LoadWords, Vocabulary } from "../../../../client/ui/i18n/load_words.ts";
import { check } from "../../../../client/ui/i18n/en/check.ts";
import { deferred } from "../../../../client/ui/i18n/en/deferred.ts";
import { words } from "../../../../client/ui/i18n/en/words.ts";

const english: Vocabulary = { words, deferred, check };
const first: Spoken = { lang: "en", words, deferred: null, check: null };

/** Words that come when the test lets them, and all that the page was told to speak. */
function setUp() {
  const arrivals = new Map<string, PromiseWithResolvers<void>>();
  const said: string[] = [];
  const arrival = (chunk: string) => {
    const known = arrivals.get(chunk) ?? Promise.withResolvers<void>();
    arrivals.set(chunk, known);
    return known;
  };
  const load: LoadWords = async (lang, part) => {
    await arrival(`${lang} ${part}`).promise;
    return english[part];
  };
  const control = controlLanguage(first, load, ({ lang, deferred, check }) => {
    said.push([lang, deferred && "deferred", check && "check"].filter(Boolean).join(" "));
  });
  const come = async (...chunks: string[]) => {
    for (const chunk of chunks) arrival(chunk).resolve();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return { ...control, come, said, asked: () => [...arrivals.keys()] };
}

Deno.test("LanguageControl: a visit asks for words of one language, and for each part when it is needed", async () => {
  const { need, come, said, asked } = setUp();
  need("deferred");
  assertEquals(asked(), ["en words", "en deferred"]);
  await come("en words", "en deferred");
  need("deferred");
  need("check");
  await come("en check");
  assertEquals(said, ["en deferred", "en deferred check"]);
  assertEquals(asked(), ["en words", "en deferred", "en check"]);
});

Deno.test("LanguageControl: the former language stays until all words in use are there in the new one", async () => {
  const { need, choose, come, said } = setUp();
  need("deferred");
  await come("en words", "en deferred");
  choose("zh-CN");
  await come("zh-CN words");
  assertEquals(said, ["en deferred"]);
  await come("zh-CN deferred");
  assertEquals(said, ["en deferred", "zh-CN deferred"]);
});

Deno.test("LanguageControl: a part that is asked for during a switch comes in the former and in the new language", async () => {
  const { need, choose, come, said } = setUp();
  await come("en words", "zh-CN words");
  choose("zh-CN");
  need("check");
  await come("en check");
  assertEquals(said, ["en check"]);
  await come("zh-CN check");
  assertEquals(said, ["en check", "zh-CN check"]);
});

Deno.test("LanguageControl: of two choices the later one holds, whichever words come first", async () => {
  const { choose, come, said } = setUp();
  choose("zh-CN");
  choose("en");
  await come("en words");
  await come("zh-CN words");
  assertEquals(said, ["en"]);
});

Deno.test("LanguageControl: words of a language that was left before they came are not spoken", async () => {
  const { need, choose, come, said } = setUp();
  need("deferred");
  choose("zh-CN");
  await come("zh-CN words", "zh-CN deferred");
  await come("en words", "en deferred");
  assertEquals(said, ["zh-CN deferred"]);
});

import { assertEquals } from "@std/assert";
import { LANGS, LANGUAGES } from "../../client/ui/i18n/languages.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { until } from "../harness/browser/wait_until.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const HAN = /\p{Script=Han}/u;
const KINDS = ["chromium", "firefox"] satisfies Kind[];
/** One word of the landing page, the lobby and the call that each language has for itself. */
const LANDING = { en: "Start a call", "zh-CN": "开始通话", "zh-Hant": "開始通話" };
const IN_CALL = { en: "Devices", "zh-CN": "设备", "zh-Hant": "裝置" };

/** The language of the page, and all that it says besides the names of other languages. */
async function words(visitor: Visitor): Promise<{ lang: string; text: string }> {
  return await visitor.page.evaluate(() => ({
    lang: document.documentElement.lang,
    text: [...document.querySelectorAll("[data-do]:not(select), h1, h3, p, label:not(.language)")]
      .map((one) => `${one.textContent} ${one.getAttribute("aria-label") ?? ""}`)
      .join("\n"),
  }));
}

async function speaks(visitor: Visitor, lang: string, word: string): Promise<void> {
  await until(`the page speaks ${lang}`, async () => {
    const now = await words(visitor);
    return now.lang === lang && now.text.includes(word);
  }, () => words(visitor));
}

/** Each needs a browser of its own. */
const chosen = [
  ["zh-TW", "zh-Hant"],
  ...(LONG ? [["zh-CN", "zh-CN"], ["en-US", "en"], ["fr-FR", "en"]] as const : []),
] as const;

for (const kind of KINDS) {
  for (const [language, wanted] of chosen) {
    browserTest(
      `language: a ${kind} that reads ${language} is spoken to in ${wanted}`,
      [kind],
      async (testRoom) => {
        const ann = await testRoom.open(kind, testRoom.link, { with: { language } });
        await ann.on("lobby");
        const { lang, text } = await words(ann);
        assertEquals(lang, wanted);
        assertEquals(HAN.test(text), wanted !== "en", text);
      },
    );
  }

  browserTest(
    `language: ${kind} takes each from the menu, keeps it, and loads no other`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.open(kind, testRoom.server.origin);
      await ann.on("landing");
      for (const lang of [...LANGS.slice(1), ...LANGS.slice(0, 1)]) {
        await ann.count('[data-do="language"]', 1);
        await ann.page.select('[data-do="language"]', lang);
        await speaks(ann, lang, LANDING[lang]);
        const asked: string[] = [];
        ann.page.on("request", (request) => asked.push(request.url()));
        await ann.page.reload({ waitUntil: "domcontentloaded" });
        await ann.on("landing");
        await speaks(ann, lang, LANDING[lang]);
        const folders = asked.map((url) => /\/(\w+)_(?:words|deferred|check)-/.exec(url)?.[1]);
        const { folder } = LANGUAGES[lang];
        assertEquals([...new Set(folders.filter((one) => one !== undefined))], [folder]);
        ann.page.removeAllListeners("request");
      }
    },
  );

  browserTest(
    `language: ${kind} takes another one in a call by the keyboard, and the panel stays open`,
    [
      kind,
    ],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann");
      await lateIsHere(ann);
      await ann.press("more");
      await ann.count(".panel", 1);
      await ann.page.focus('.panel [data-do="language"]');
      for (const lang of LANGS.slice(1)) {
        await ann.page.keyboard.press("ArrowDown");
        await speaks(ann, lang, IN_CALL[lang]);
        await ann.count(".panel", 1);
      }
      const focused = await ann.page.evaluate(() =>
        document.activeElement?.getAttribute("data-do")
      );
      assertEquals(focused, "language");
    },
  );
}

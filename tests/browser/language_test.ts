import { assertEquals } from "@std/assert";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { until } from "../harness/browser/wait_until.ts";
import { scene } from "../harness/browser/stage.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const HAN = /\p{Script=Han}/u;

async function words(visitor: Visitor): Promise<{ lang: string; text: string }> {
  return await visitor.page.evaluate(() => ({
    lang: document.documentElement.lang,
    text: [...document.querySelectorAll("[data-do], h1, p, label")].map((one) =>
      `${one.textContent} ${one.getAttribute("aria-label") ?? ""}`
    ).join("\n"),
  }));
}

const chosen: readonly (readonly [string, string])[] = [["zh-CN", "zh"], ["en-US", "en"], [
  "fr-FR",
  "en",
]];

for (const kind of ["chromium", "firefox"] satisfies Kind[]) {
  for (const [language, wanted] of chosen) {
    scene(`a ${kind} that reads ${language} is spoken to in ${wanted}`, [kind], async (stage) => {
      const ann = await stage.open(kind, stage.link, { with: { language } });
      await ann.on("lobby");
      const { lang, text } = await words(ann);
      assertEquals(lang.slice(0, 2), wanted);
      assertEquals(HAN.test(text.replaceAll("中文", "")), wanted === "zh", text);
    });
  }
}

scene("the language can be switched and stays", ["chromium"], async (stage) => {
  const ann = await stage.open("chromium", stage.server.origin);
  await ann.on("landing");
  await ann.press("language");
  const spoken = async () => (await words(ann)).lang.slice(0, 2) === "zh";
  await until("the page speaks Chinese", spoken);
  await ann.page.reload({ waitUntil: "domcontentloaded" });
  await ann.on("landing");
  assertEquals(await spoken(), true);
});

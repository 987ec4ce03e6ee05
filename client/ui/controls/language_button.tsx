import { Icon } from "./icons.tsx";
import { useSpeech } from "../i18n/language.ts";

/** Switches to the other language, named in that language. */
export function LanguageButton() {
  const { lang, words, choose } = useSpeech();
  const other = lang === "en" ? "zh-CN" : "en";
  return (
    <button type="button" class="button text" data-do="language" onClick={() => choose(other)}>
      <Icon name="world" />
      <span lang={other}>{words.otherLanguage}</span>
    </button>
  );
}

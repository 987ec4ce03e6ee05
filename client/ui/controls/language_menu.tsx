import { Icon } from "./icons.tsx";
import { useSpeech } from "../i18n/language.ts";
import { isLang, LANGS, LANGUAGES } from "../i18n/languages.ts";

/** Menu of all languages, each named in itself. */
export function LanguageMenu() {
  const { lang, words, choose } = useSpeech();
  return (
    <label class="language">
      <Icon name="world" />
      <span class="unseen">{words.language}</span>
      <select
        data-do="language"
        value={lang}
        onChange={({ currentTarget: { value } }) => isLang(value) && choose(value)}
      >
        {LANGS.map((one) => (
          <option key={one} value={one} lang={one} selected={one === lang}>
            {LANGUAGES[one].name}
          </option>
        ))}
      </select>
    </label>
  );
}

import { useWords } from "../i18n/language.ts";
import { LanguageMenu } from "./language_menu.tsx";
import { Logo } from "./logo.tsx";

/** Head of the screens outside of a call: the product and the menu of languages. */
export function PageHeader() {
  const words = useWords();
  return (
    <header>
      <p class="brand">
        <Logo />
        {words.app}
      </p>
      <LanguageMenu />
    </header>
  );
}

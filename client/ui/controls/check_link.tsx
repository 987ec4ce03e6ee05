import { useDeferredWords } from "../i18n/language.ts";

/** Link to the check page; from a call in a page of its own, since the call goes on. */
export function CheckLink({ aside = false }: { aside?: boolean }) {
  const more = useDeferredWords();
  return (
    <a
      class="to-check"
      data-do="to-check"
      href="#/check"
      rel="noopener"
      target={aside ? "_blank" : undefined}
    >
      {more.check}
    </a>
  );
}

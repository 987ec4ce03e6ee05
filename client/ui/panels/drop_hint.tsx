import { useDeferredWords } from "../i18n/language.ts";

/** Says what happens to files that are held over the page. */
export function DropHint() {
  const { files: words } = useDeferredWords();
  return (
    <div class="drop-hint" data-drop="">
      <p>{words.drop}</p>
    </div>
  );
}

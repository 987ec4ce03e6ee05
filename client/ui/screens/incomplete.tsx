import { TextButton } from "../controls/button.tsx";
import { useWords } from "../i18n/language.ts";

/** Says that part of the page has not loaded, where that part would be the whole screen. */
export function Incomplete() {
  const words = useWords();
  return (
    <main class="ending" data-incomplete>
      <div class="middle">
        <p role="status">{words.incomplete}</p>
        <TextButton
          does="reload"
          label={words.retry}
          look="quiet large"
          onPress={() => location.reload()}
        />
      </div>
    </main>
  );
}

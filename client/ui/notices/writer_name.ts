import type { DeferredWords, Words } from "../i18n/load_words.ts";

/** Name of whoever wrote a line, as it is told outside of the chat: marked if it is somebody who watches. */
export function writerName(
  { name, viewer }: { readonly name: string; readonly viewer: boolean },
  words: Words,
  { watching }: DeferredWords,
): string {
  const shown = name || words.guest;
  return viewer ? watching.viewer(shown) : shown;
}

import { object, text } from "../../protocol/shape.ts";
import type { Tree } from "./source_tree.ts";

/** Sentences of a language that the page says without its script. */
const sentences = object({
  lang: text(20, /^[A-Za-z-]+$/),
  description: text(200),
  unloaded: text(200),
  tooOld: text(400),
  noScript: text(200),
  notFound: text(200),
});

const FILES = /^client\/ui\/i18n\/\w+\/static\.json$/;
/** In an attribute, the sentences of all languages follow one another. */
const IN_ATTRIBUTE = /="\{\{ ?(\w+) ?\}\}"/g;
/** In an element, each has one of its own, so that it is read aloud in its language. */
const IN_ELEMENT = /\{\{ ?(\w+) ?\}\}/g;

/**
 * Writes the sentences of all languages into a page of HTML. Throws when a file of them is not
 * whole, or the page has a place for one that there is not.
 */
export function fillWords(html: string, tree: Tree): string {
  const all = [...tree].filter(([path]) => FILES.test(path)).map(([path, bytes]) => {
    const found = sentences(JSON.parse(new TextDecoder().decode(bytes)));
    if (!found) throw new Error(`${path} lacks a sentence, or has one that is too long`);
    return { lang: found.lang, words: new Map(Object.entries(found)) };
  });
  const each = (name: string, form: (text: string, lang: string) => string) =>
    all.map(({ lang, words }) => {
      const text = words.get(name);
      if (text === undefined) throw new Error(`${lang} has no sentence {{ ${name} }}`);
      return form(escaped(text), lang);
    });
  return html
    .replace(IN_ATTRIBUTE, (_, name) => `="${each(name, (text) => text).join(" ")}"`)
    .replace(
      IN_ELEMENT,
      (_, name) => each(name, (text, lang) => `<span lang="${lang}">${text}</span>`).join("<br>"),
    );
}

/** Text that is neither markup nor the end of an attribute (HTML §13.3). */
const escaped = (text: string) => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

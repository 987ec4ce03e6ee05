import { type Infer, object, text } from "../../protocol/shape.ts";
import type { Tree } from "./source_tree.ts";

/** Sentences of a language that the page says without its script. */
const sentences = object({
  lang: text(20, /^[A-Za-z-]+$/),
  description: text(200),
  unloaded: text(200),
  tooOld: text(400),
  noScript: text(200),
});
type Sentences = Infer<typeof sentences>;

const FILES = /^client\/ui\/i18n\/\w+\/static\.json$/;
/** In an attribute, the sentences of all languages follow one another. */
const IN_ATTRIBUTE = /="\{\{ ?(description|unloaded) ?\}\}"/g;
/** In an element, each has one of its own, so that it is read aloud in its language. */
const IN_ELEMENT = /\{\{ ?(tooOld|noScript) ?\}\}/g;

/** Writes the sentences of all languages into the page. Throws when a file of them is not whole. */
export function fillWords(html: string, tree: Tree): string {
  const all = [...tree].filter(([path]) => FILES.test(path)).map(([path, bytes]) => {
    const found = sentences(JSON.parse(new TextDecoder().decode(bytes)));
    if (!found) throw new Error(`${path} lacks a sentence, or has one that is too long`);
    return found;
  });
  const joined = (name: keyof Sentences) => all.map((one) => escaped(one[name])).join(" ");
  const elements = (name: keyof Sentences) =>
    all.map((one) => `<span lang="${one.lang}">${escaped(one[name])}</span>`).join("<br>");
  const filled = html
    .replace(IN_ATTRIBUTE, (_, name) => `="${joined(name)}"`)
    .replace(IN_ELEMENT, (_, name) => elements(name));
  const [open] = /\{\{[^}]*\}\}/.exec(filled) ?? [];
  if (open) throw new Error(`index.html has a place for ${open}, which no language has`);
  return filled;
}

/** Text that is neither markup nor the end of an attribute (HTML §13.3). */
const escaped = (text: string) => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

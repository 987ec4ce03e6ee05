/** One or two letters, or one sign, that stand for a name; empty when there is none. */
export function initials(name: string): string {
  const parts = name.trim().split(/[\s\p{P}]+/u).filter(Boolean);
  const [first = name.trim(), ...rest] = parts;
  const head = firstSign(first);
  if (!/\p{L}/u.test(head)) return head;
  // Han, Kana and Hangul names: one sign is a face, two are a word.
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(head)) return head;
  const tail = rest.at(-1);
  const second = tail === undefined ? "" : firstSign(tail);
  return (head + (/\p{L}/u.test(second) ? second : "")).toLocaleUpperCase();
}

/** A calm colour of one's own: a hue in degrees, the same for an id on every page. */
export function hue(id: string): number {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return (hash % 24) * 15;
}

/** The first sign as a reader counts it: an emoji with its parts is one. */
function firstSign(text: string): string {
  if (typeof Intl.Segmenter === "function") {
    for (const { segment } of new Intl.Segmenter().segment(text)) return segment;
  }
  return [...text][0] ?? "";
}

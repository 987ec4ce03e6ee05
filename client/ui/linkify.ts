/** A stretch of a chat line: plain, or a web address. */
export interface Stretch {
  readonly text: string;
  readonly href: string | null;
}

const ADDRESS =
  /https?:\/\/[^\s<>"'`\p{Cc}\u2066-\u2069\u202A-\u202E\u3000-\u303F\uFF00-\uFFEF]+/giu;

/** Splits a line at its http and https addresses; what is shown is what was written. */
export function linkify(line: string): Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (const { 0: found, index } of line.matchAll(ADDRESS)) {
    const text = trim(found);
    if (!isWeb(text)) continue;
    if (index > from) stretches.push({ text: line.slice(from, index), href: null });
    stretches.push({ text, href: text });
    from = index + text.length;
  }
  if (from < line.length) stretches.push({ text: line.slice(from), href: null });
  return stretches;
}

/** Punctuation that ends the sentence is not part of the address; a closed bracket is. */
function trim(address: string): string {
  let text = address;
  for (;;) {
    const last = text.at(-1) ?? "";
    const open = { ")": "(", "]": "[", "}": "{" }[last];
    const pending = open !== undefined && text.split(open).length < text.split(last).length;
    if (!/[.,;:!?…]/.test(last) && !pending) return text;
    text = text.slice(0, -1);
  }
}

/** An address with a host, and without a user in front of it that looks like a host. */
function isWeb(text: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    return /^https?:$/.test(protocol) && hostname !== "" && username === "" && password === "";
  } catch {
    return false;
  }
}

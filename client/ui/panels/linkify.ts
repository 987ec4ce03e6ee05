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

/**
 * The address without the punctuation that ends its sentence; a bracket that was opened in it is
 * part of it. Brackets are counted once: a line of thousands of them costs what it is long.
 */
function trim(address: string): string {
  const counts = new Map<string, number>();
  for (const char of address) counts.set(char, (counts.get(char) ?? 0) + 1);
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    const open = { ")": "(", "]": "[", "}": "{" }[last];
    const closed = counts.get(last) ?? 0;
    const isUnopened = open !== undefined && (counts.get(open) ?? 0) < closed;
    if (!/[.,;:!?…]/.test(last) && !isUnopened) break;
    counts.set(last, closed - 1);
  }
  return address.slice(0, end);
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

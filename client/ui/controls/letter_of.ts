/**
 * The key, and on keyboards without Latin letters the one at the same place (UI Events §5.3): under
 * Russian or Greek letters the shortcuts are where they are printed on most keyboards.
 */
export function letterOf({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  const isForeign = key.length === 1 && !/[\p{sc=Latin}\p{sc=Common}]/u.test(key);
  return isForeign ? /^Key([A-Z])$/.exec(code)?.[1] ?? key : key;
}

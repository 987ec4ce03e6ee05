import { assertEquals } from "@std/assert";
import { minifyStyle } from "../../routes/build/bundle.ts";
import { loadSite } from "../../routes/build/site.ts";
import { readSource } from "../harness/sources.ts";

/** APIs that Chromium 100 or Firefox 115 lacks, as they stand in a minified script. */
const NEWER: readonly (readonly [name: string, form: RegExp])[] = [
  ["Promise.withResolvers", /\.withResolvers\b/],
  ["Promise.try", /\bPromise\.try\b/],
  ["Array.fromAsync", /\.fromAsync\b/],
  ["Array by copy", /\.(?:toSorted|toReversed|toSpliced)\(/],
  ["Object.groupBy, Map.groupBy", /\.groupBy\b/],
  ["Set methods", /\.(?:symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/],
  ["Set methods", /\.(?:union|intersection|difference)\(/],
  ["Iterator helpers", /\.(?:keys|values|entries)\(\)\.[a-z]+\(|\bIterator\.(?:from|concat)\b/],
  ["Uint8Array base64 and hex", /\.(?:toBase64|fromBase64|setFromBase64|toHex|fromHex)\b/],
  ["ArrayBuffer.transfer, resize", /\.(?:transferToFixedLength|resizable)\b/],
  ["AbortSignal.any, timeout", /\bAbortSignal\.(?:any|timeout)\b/],
  ["URL.canParse, URL.parse", /\bURL\.(?:canParse|parse)\b/],
  ["String.isWellFormed", /\.(?:isWellFormed|toWellFormed)\(/],
  ["RegExp.escape", /\bRegExp\.escape\b/],
  ["RegExp flag v", /RegExp\([^)]*,"[a-z]*v[a-z]*"\)|\/[a-z]*v[a-z]*\.(?:test|exec)\(/],
  ["Intl.Segmenter", /\bIntl\.Segmenter\b/],
  ["Intl.DurationFormat", /\bIntl\.DurationFormat\b/],
  ["Error.isError, Math.sumPrecise", /\b(?:Error\.isError|Math\.sumPrecise)\b/],
  ["Symbol.dispose", /\bSymbol\.(?:dispose|asyncDispose)\b/],
  ["ReadableStream.from", /\bReadableStream\.from\b/],
  ["Response.bytes", /\.bytes\(\)/],
  ["Popover", /\.(?:showPopover|hidePopover|togglePopover)\(|popovertarget/i],
  ["view transitions", /\.startViewTransition\b/],
  ["Element.checkVisibility", /\.checkVisibility\(/],
  ["setHTML", /\.setHTML(?:Unsafe)?\(/],
  ["scheduler", /\bscheduler\.(?:yield|postTask)\b/],
  ["moveBefore", /\.moveBefore\(/],
  ["inert", /\binert\b/],
  ["caretPositionFromPoint", /\.caretPositionFromPoint\(/],
];

/** APIs that the script asks for before it uses them, and does without: the form of the question. */
const ASKED_FOR: Readonly<Record<string, RegExp>> = {
  // Graphemes; code points where it is missing.
  "Intl.Segmenter": /typeof Intl\.Segmenter/,
  // Of the decoder of sealed bodies, and of Preact.
  "Uint8Array base64 and hex": /"setFromBase64"in /,
  "moveBefore": /\.moveBefore&&/,
};

const site = await loadSite("");
const texts = [["index.html", site.page] as const, ...site.assets]
  .filter(([name]) => /\.(?:js|css|html)$/.test(name))
  .map(([name, { identity }]) => [name, new TextDecoder().decode(identity)] as const);
const found = (ending: string, look: (text: string) => readonly string[]) =>
  texts.filter(([name]) => name.endsWith(ending)).flatMap(([name, text]) =>
    look(text).map((one) => `${name}: ${one}`)
  );

Deno.test("bundle: no script names an API that Chromium 100 or Firefox 115 lacks", () => {
  const newer = (text: string) =>
    NEWER.filter(([name, form]) => form.test(text) && !ASKED_FOR[name]?.test(text))
      .map(([name]) => name);
  assertEquals(found(".js", newer), []);
  // The list finds what it names.
  assertEquals(newer("Promise.withResolvers();new Set().union(x);m.values().map(f)"), [
    "Promise.withResolvers",
    "Set methods",
    "Iterator helpers",
  ]);
});

/** Every rule as its selector list; what stands in parentheses separates no selectors. */
function lists(css: string): string[][] {
  return [...css.matchAll(/([^{};]+)\{/g)].map(([, head = ""]) =>
    head.replace(/\([^()]*(?:\([^()]*\)[^()]*)*\)/g, (all) => all.replaceAll(",", ";")).split(",")
  );
}

/** Selectors that one of the browsers drops, with all that stands in the same list. */
const DROPPED =
  /:(?:has|dir)\(|:popover-open|:user-(?:in)?valid|:nth-child\([^)]* of |::(?:view-transition|details-content)/;
/** Rules in braces that one of them skips as a whole, and colours that it does not know. */
const SKIPPED =
  /@(?:container|scope|starting-style|property|position-try|view-transition)\b|\b(?:color-mix|oklch|oklab|light-dark|anchor)\(/g;
/** Media queries as ranges: Chromium from 104 on. */
const RANGES = /@media[^{]*[<>][^{]*\{/g;
/** Style that chunks bring along, as text in their scripts. */
const CHUNK_STYLES = [...Deno.readDirSync(new URL("../../client/ui/style/", import.meta.url))]
  .map(({ name }) => `client/ui/style/${name}`).filter((path) => path.endsWith(".css"));
const minified = async (path: string) => await minifyStyle(await readSource(path));
/** Units that are newer; the same property stands before it in one that all know. */
const UNITS = /([a-z-]+):[^;{}]*\d[dsl]v(?:h|w|b|i|min|max)\b/g;

Deno.test("bundle: no rule of the style is lost in Chromium 100 or Firefox 115", async () => {
  const lost = (css: string) => [
    ...lists(css).filter((list) => list.some((one) => DROPPED.test(one)) && list.length > 1)
      .map((list) => list.join()),
    ...css.match(SKIPPED) ?? [],
    ...css.match(RANGES) ?? [],
    ...[...css.matchAll(UNITS)].filter(({ index, 1: property = "" }) =>
      !css.slice(0, index).endsWith(`;`) ||
      !css.slice(css.lastIndexOf("{", index), index).includes(`${property}:`)
    ).map(([all]) => all),
  ];
  assertEquals(found(".css", lost), []);
  assertEquals((await Promise.all(CHUNK_STYLES.map(minified))).flatMap(lost), []);
  assertEquals(
    lost("a:has(b)>c,.d{color:red}.e:has(f){color:red}.g{height:1dvh}.h{height:1vh;height:1dvh}"),
    ["a:has(b)>c,.d", "height:1dvh"],
  );
});

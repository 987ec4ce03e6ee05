import { assertEquals } from "@std/assert";
import { readSource, sourcesOf, walk } from "../harness/sources.ts";

const PLACES = [
  "client/",
  "signaling/",
  "routes/",
  "protocol/",
  "main.ts",
  "config.ts",
  "tests/",
  "bench/",
];

// A doc comment begins with a noun or a verb ("Options of …", "True if …", "Raises …").
Deno.test("prose: no doc comment begins with What, Who, Whoever, Whether or That", async () => {
  const found: Record<string, number> = {};
  for await (const path of sourcesOf(PLACES)) {
    const count = relative(path, await readSource(path)).length;
    if (count > 0) found[path] = count;
  }
  assertEquals(found, {});
});

Deno.test("prose: the first word of a doc comment counts, in one line or in several", () => {
  const text = [
    "/** What it needs. */",
    "/**\n * Whether it does.\n * More.\n */",
    "/** Options.\n * What is more. */",
    "// What it is.",
    "/* Who it is. */",
    "const a = '/** That is a text. */';",
    "export const b = {\n  /** Who is here. */\n  c: 1,\n};",
    "/** Whatever comes. */",
  ].join("\n");
  assertEquals(relative("a.ts", text), ["What it needs.", "Whether it does.", "Who is here."]);
});

/** First lines of the doc comments of a source that begin with a relative word. */
function relative(path: string, text: string): string[] {
  const found: string[] = [];
  walk(path, text, (source) => {
    for (const { type, value } of source.getAllComments()) {
      if (type !== "Block" || !value.startsWith("*")) continue;
      const [first = ""] = value.replace(/^[*\s]+/, "").split("\n");
      if (/^(?:What|Who|Whoever|Whether|That)\b/.test(first)) found.push(first.trim());
    }
    return {};
  });
  return found;
}

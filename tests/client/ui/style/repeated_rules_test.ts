import { assert, assertEquals } from "@std/assert";

const STYLES = new URL("../../../../client/ui/style/", import.meta.url);

/** Rules of a style sheet, each with the blocks around it, without comments and spare spaces. */
function rulesOf(css: string): string[] {
  const rules: string[] = [];
  const around: string[] = [];
  let text = "";
  for (const sign of css.replace(/\/\*.*?\*\//gs, "")) {
    if (sign === "{") {
      around.push(tidy(text));
      text = "";
    } else if (sign === "}") {
      if (tidy(text)) rules.push(`${around.join(" { ")} { ${tidy(text)}`);
      around.pop();
      text = "";
    } else text += sign;
  }
  return rules;
}

const tidy = (text: string) => text.trim().replace(/\s+/g, " ");

Deno.test("style sheets: no rule stands twice, in one file or in two", async () => {
  const found: string[] = [];
  const repeated: string[] = [];
  for await (const { name } of Deno.readDir(STYLES)) {
    if (!name.endsWith(".css")) continue;
    for (const rule of rulesOf(await Deno.readTextFile(new URL(name, STYLES)))) {
      if (found.includes(rule)) repeated.push(`${name}: ${rule}`);
      found.push(rule);
    }
  }
  assert(found.length > 100);
  assertEquals(repeated, []);
});

import { assertEquals } from "@std/assert";
import { readSource, SOURCES, sourcesOf, walk } from "../harness/sources.ts";

// Whoever calls a function names what it is given: a bag that is spread hides who uses what.
Deno.test("options: none are handed on by a spread", async () => {
  const found: string[] = [];
  for await (const path of sourcesOf(SOURCES)) {
    for (const spread of spreads(path, await readSource(path))) found.push(`${path}: ${spread}`);
  }
  assertEquals(found, []);
});

Deno.test("options: a planted spread is found, by the name of the bag or by its type", () => {
  const planted = [
    "function a(options: B) { return c({ ...options, d: 1 }); }",
    "const e = (around: PeerOptions) => ({ ...around });",
    "function f({ g, ...rest }: Options, list: string[]) { return [...list, h({ ...rest })]; }",
  ].join("\n");
  assertEquals(spreads("a.ts", planted), ["...options", "...around", "...rest"]);
  assertEquals(spreads("a.ts", "const a = (all: About) => ({ ...all, camera: false });"), []);
});

/** Spreads of options into an object, in a source. */
function spreads(path: string, text: string): string[] {
  const found: string[] = [];
  const bags = new Set(["options"]);
  walk(path, text, () => {
    /** Notes the parameters whose type is one of options. */
    function note({ params }: { readonly params: readonly Deno.lint.Parameter[] }): void {
      for (const one of params) {
        if (one.type !== "Identifier" && one.type !== "ObjectPattern") continue;
        const type = one.typeAnnotation?.typeAnnotation;
        if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") continue;
        if (!type.typeName.name.endsWith("Options")) continue;
        if (one.type === "Identifier") bags.add(one.name);
        else {
          for (const part of one.properties) {
            if (part.type !== "RestElement" || part.argument.type !== "Identifier") continue;
            bags.add(part.argument.name);
          }
        }
      }
    }
    return {
      FunctionDeclaration: note,
      FunctionExpression: note,
      ArrowFunctionExpression: note,
      SpreadElement({ argument, parent }) {
        if (parent.type !== "ObjectExpression" || argument.type !== "Identifier") return;
        if (bags.has(argument.name)) found.push(`...${argument.name}`);
      },
    };
  });
  return found;
}

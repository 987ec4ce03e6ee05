import { assertEquals } from "@std/assert";
import { readSource, SOURCES, sourcesOf, walk } from "../harness/sources.ts";

// The type check says nothing of an `import()` whose file is gone.
Deno.test("dynamic imports: each leads to a file", async () => {
  const paths = await Array.fromAsync(sourcesOf([...SOURCES, "bench/", "tests/"]));
  const missing: string[] = [];
  for (const path of paths) {
    const text = await readSource(path);
    // Read first: parsing them all takes ten seconds.
    if (!text.includes("import(")) continue;
    for (const target of dynamicImports(path, text)) {
      if (!paths.includes(target)) missing.push(`${path}: ${target}`);
    }
  }
  assertEquals(missing, []);
});

Deno.test("dynamic imports: they are found in functions, and only those of files", () => {
  const planted =
    'async () => { await import("../gone.ts"); await import("preact"); import(name); }';
  assertEquals(dynamicImports("bench/x/a.ts", planted), ["bench/gone.ts"]);
});

/** Paths that a source imports when it runs. */
function dynamicImports(path: string, text: string): string[] {
  const found: string[] = [];
  walk(path, text, () => ({
    ImportExpression({ source }) {
      if (source.type !== "Literal" || typeof source.value !== "string") return;
      if (!source.value.startsWith(".")) return;
      found.push(new URL(source.value, `file:///${path}`).pathname.slice(1));
    },
  }));
  return found;
}

const root = new URL("../../", import.meta.url);

/** Places of all that runs: what is no test, benchmark or document. */
export const SOURCES = ["client/", "signaling/", "routes/", "protocol/", "main.ts", "config.ts"];

/** Paths of all TypeScript files in these folders (which end in a slash) and of these files. */
export async function* sourcesOf(places: readonly string[]): AsyncGenerator<string> {
  for (const place of places) {
    if (place.endsWith("/")) yield* within(place);
    else yield place;
  }
}

async function* within(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(new URL(folder, root))) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory && entry.name !== "node_modules") yield* within(`${path}/`);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

/** Text of a source file, by its path from the root. */
export const readSource = (path: string): Promise<string> => Deno.readTextFile(new URL(path, root));

/** Walks the syntax tree of a source with Deno's own parser, which tests alone may call. */
export function walk(
  path: string,
  text: string,
  visitor: (source: Deno.lint.SourceCode) => Deno.lint.LintVisitor,
): void {
  const rule: Deno.lint.Rule = { create: ({ sourceCode }) => visitor(sourceCode) };
  Deno.lint.runPlugin({ name: "rules", rules: { rule } }, path, text);
}

// @ts-types="esbuild-wasm/esm/browser.d.ts"
import { build } from "esbuild-wasm/esm/browser.min.js";
import { startEsbuild } from "../../routes/build/bundle.ts";
import { treePlugin } from "../../routes/build/source_plugin.ts";
import { ROOT } from "../../routes/build/site.ts";
import { readTree } from "../../routes/build/source_tree.ts";

/** Check of the vectors, as a script that leaves `vectors` behind. */
export async function vectorsScript(): Promise<string> {
  await startEsbuild();
  const tree = new Map(await readTree(ROOT, ["client", "protocol", "tests/vectors"]));
  for (const [name, bytes] of tree) {
    if (!name.endsWith(".json")) continue;
    const text = `export default ${new TextDecoder().decode(bytes)}`;
    tree.set(name, new TextEncoder().encode(text));
  }
  const readPackage = (path: string) => Deno.readFile(new URL(path, ROOT));
  const { outputFiles } = await build({
    entryPoints: ["tests/vectors/check.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "vectors",
    target: ["chrome100", "firefox115"],
    logLevel: "silent",
    plugins: [treePlugin(tree, readPackage, (text) => text)],
  });
  return outputFiles[0]?.text ?? "";
}

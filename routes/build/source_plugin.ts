import type { Loader, Plugin } from "esbuild-wasm";
import type { Tree } from "./source_tree.ts";

/** Reads a file of an installed package, by path relative to the root. */
export type ReadPackage = (path: string) => Promise<Uint8Array>;

const CONDITIONS = ["browser", "import", "default"];

/**
 * Lets esbuild read the tree from memory and packages from node_modules. All paths are relative to
 * the root, so that the bundle does not depend on where the tree lies.
 */
export function treePlugin(
  tree: Tree,
  readPackage: ReadPackage,
  rewrite: (text: string, path: string) => string,
  minify: (css: string) => Promise<string> = (css) => Promise.resolve(css),
): Plugin {
  return {
    name: "tree",
    setup(build) {
      build.onResolve({ filter: /^\/assets\// }, ({ path }) => ({ path, external: true }));
      // Branches for Node in compiled packages, which no browser takes.
      build.onResolve({ filter: /^(?:fs|path)$/ }, ({ path }) => ({ path, external: true }));
      build.onResolve({ filter: /.*/ }, async ({ path, importer, kind }) => {
        const resolved = kind === "entry-point"
          ? path
          : /^[./]/.test(path)
          ? join(importer, path)
          : await inPackage(path, readPackage);
        // What the page does not use of the protocol, it does not carry.
        return { path: resolved, namespace: "tree", sideEffects: !/^protocol\//.test(resolved) };
      });
      build.onLoad({ filter: /.*/, namespace: "tree" }, async ({ path, with: attributes }) => {
        const own = tree.get(path);
        if (!own && !path.startsWith("node_modules/")) throw new Error(`${path} does not exist`);
        const text = new TextDecoder().decode(own ?? await readPackage(path));
        const contents = own ? rewrite(text, path) : text;
        if (attributes.type !== "text") return { contents, loader: loaderOf(path) };
        // Style that a chunk brings along.
        return { contents: await minify(contents), loader: "text" };
      });
    },
  };
}

function join(importer: string, path: string): string {
  return new URL(path, `tree:/${importer}`).pathname.slice(1);
}

async function inPackage(specifier: string, readPackage: ReadPackage): Promise<string> {
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (!name) throw new Error(`${specifier} cannot be resolved`);
  const folder = `node_modules/${name}`;
  const manifest: unknown = JSON.parse(
    new TextDecoder().decode(await readPackage(`${folder}/package.json`)),
  );
  const exports = field(manifest, "exports");
  const target = exports === undefined && rest
    ? `.${rest}`
    : pick(field(exports, `.${rest ?? ""}`));
  if (target === undefined) throw new Error(`${name} does not export ${specifier}`);
  return join(`${folder}/package.json`, target);
}

function pick(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  for (const condition of CONDITIONS) {
    const found = field(target, condition);
    if (found !== undefined) return pick(found);
  }
  return undefined;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function loaderOf(path: string): Loader {
  if (path.endsWith(".css")) return "css";
  if (path.endsWith(".tsx")) return "tsx";
  return path.endsWith(".ts") ? "ts" : "js";
}

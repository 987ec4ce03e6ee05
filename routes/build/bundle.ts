import type { Metafile, OutputFile, Plugin } from "esbuild-wasm";
// @ts-types="esbuild-wasm/esm/browser.d.ts"
import { build, initialize, transform } from "esbuild-wasm/esm/browser.min.js";
import { type ReadPackage, treePlugin } from "./source_plugin.ts";
import type { Tree } from "./source_tree.ts";

/** Output of esbuild. */
export interface Bundle {
  /** By hashed name. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** `main.js` → its hashed name; `style.css` and each chunk with an entry of its own likewise. */
  readonly names: ReadonlyMap<string, string>;
  /** The script that the page loads and all that it imports at once. */
  readonly initial: readonly string[];
  /** Chunks of words by name, such as `en_words`; a visit loads those of one language. */
  readonly words: ReadonlyMap<string, string>;
}

/** Chunks of words, which only their addresses name: a folder more is a language more. */
const WORDS = /^client\/ui\/i18n\/(\w+)\/(words|deferred|check)\.ts$/;
/** All chunks import `main` as well, so that what they share with the page is in one file with it. */
const ENTRIES = { main: "client/main.tsx", style: "static/style.css" };
/** Chunks that would share a file with the page only: compressed apart, the two weigh 1.6 KB more. */
const CHUNKS = [
  "client/deferred.ts",
  "client/check_page.tsx",
  "client/embedding.ts",
  "client/files.ts",
  "client/effects.ts",
  "client/recording.ts",
  "client/ui/pip/pip.tsx",
];
/**
 * Modules that these chunks share with each other and not with the page. They go along with the
 * page: a chunk imports nothing else, so that it can be loaded again under another address.
 */
const SHARED = [
  "client/ui/controls/urls.tsx",
  "client/platform/adopt_style.ts",
  "client/platform/worker_policy.ts",
];
/** Scripts of their own, which chunks name: they are built first. */
const WORKERS = {
  ticker: "client/platform/ticker_worker.ts",
  file_worker: "client/platform/file_worker.ts",
  recording_worker: "client/platform/recording_worker.ts",
  background_worker: "client/effects/background_worker.ts",
  noise_worklet: "client/effects/noise_worklet.ts",
};

/** The service worker, at an address of its own. */
const SERVICE_WORKER = "client/updates/service_worker.ts";

const TARGETS = ["chrome100", "firefox115"] as const;

let started: Promise<void> | undefined;

/** Starts the compiler, which starts once only. */
export const startEsbuild = (): Promise<void> => started ??= start();

/** The wasm runs in this very thread: no child process, no worker, no permission but reading. */
async function start(): Promise<void> {
  const path = new URL(import.meta.resolve("esbuild-wasm/esbuild.wasm"));
  const wasmModule = await WebAssembly.compile(await Deno.readFile(path));
  await initialize({ worker: false, wasmModule });
}

/** Compiles the client. Rejects with esbuild's own words when the sources do not compile. */
export async function bundle(
  tree: Tree,
  readPackage: ReadPackage,
  rewrite: (text: string) => string,
  signalUrl: string,
): Promise<Bundle> {
  await startEsbuild();
  const { outputFiles, metafile } = await compile(
    ENTRIES,
    treePlugin(tree, readPackage, (text, path) => joined(tree, path, rewrite(text)), minifyStyle),
    signalUrl,
  );
  const files = filesOf(outputFiles);
  const names = new Map<string, string>();
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const entry = output.entryPoint?.replace(/^tree:/, "");
    if (entry === ENTRIES.main) {
      const script = essence(metafile, path);
      names.set("main.js", script);
      // Nobody asks for an entry that another file stands in for.
      if (script !== path) files.delete(path);
    }
    if (entry === ENTRIES.style) names.set("style.css", path);
    // What a script imports when it needs it.
    const chunk = /([^/]+)\.tsx?$/.exec(entry ?? "")?.[1];
    if (chunk && entry !== ENTRIES.main) names.set(`${chunk}.js`, path);
  }
  const words = await bundleWords(tree, readPackage, rewrite);
  for (const [name, { file, bytes }] of words) {
    files.set(file, bytes);
    names.set(`${name}.js`, file);
  }
  return {
    files,
    names,
    initial: importedAtOnce(metafile, names.get("main.js") ?? ""),
    words: new Map([...words].map(([name, { file }]) => [name, file])),
  };
}

/** Compiles the chunks of words one by one: none shares a file with another, or with the page. */
async function bundleWords(
  tree: Tree,
  readPackage: ReadPackage,
  rewrite: (text: string) => string,
): Promise<Map<string, { readonly file: string; readonly bytes: Uint8Array<ArrayBuffer> }>> {
  const words = new Map<string, { file: string; bytes: Uint8Array<ArrayBuffer> }>();
  for (const [name, path] of Object.entries(wordsIn(tree))) {
    const plugin = treePlugin(tree, readPackage, rewrite);
    const { outputFiles } = await compile({ [name]: path }, plugin);
    for (const [file, bytes] of filesOf(outputFiles)) words.set(name, { file, bytes });
  }
  return words;
}

/** Style without spaces and comments. */
export async function minifyStyle(css: string): Promise<string> {
  await startEsbuild();
  const { code } = await transform(css, { loader: "css", minify: true, target: [...TARGETS] });
  return code.trim();
}

/** The modules of words by the names of their chunks. */
function wordsIn(tree: Tree): Record<string, string> {
  const found = [...tree.keys()].map((path) => WORDS.exec(path)).filter((one) => one !== null);
  return Object.fromEntries(found.map(([path, folder, part]) => [`${folder}_${part}`, path]));
}

/** Source of a module with the imports that keep the page and its chunks in as few files. */
function joined(tree: Tree, path: string, text: string): string {
  const shared = SHARED.filter((one) => tree.has(one)).map((one) => `"/${one}";\n`);
  if (path === ENTRIES.main) return text + shared.map((one) => `export * from ${one}`).join("");
  if (!CHUNKS.includes(path)) return text;
  return [`"/${ENTRIES.main}";\n`, ...shared].map((one) => `import ${one}`).join("") + text;
}

/** Compiles the workers that there are: their files by their hashed names. */
export async function bundleWorkers(
  tree: Tree,
  readPackage: ReadPackage,
  rewrite: (text: string) => string,
): Promise<Bundle["files"]> {
  const entries = Object.entries(WORKERS).filter(([, path]) => tree.has(path));
  await startEsbuild();
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  // One by one: a worker imports no file that another shares with it.
  for (const [name, path] of entries) {
    const plugin = treePlugin(tree, readPackage, rewrite);
    const { outputFiles } = await compile({ [name]: path }, plugin);
    for (const [file, bytes] of filesOf(outputFiles)) files.set(file, bytes);
  }
  return files;
}

/** Compiles the service worker; null where the tree has none. */
export async function bundleServiceWorker(
  tree: Tree,
  readPackage: ReadPackage,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!tree.has(SERVICE_WORKER)) return null;
  await startEsbuild();
  const plugin = treePlugin(tree, readPackage, (text) => text);
  const { outputFiles: [file] } = await compile({ service_worker: SERVICE_WORKER }, plugin);
  return file ? new Uint8Array(file.contents) : null;
}

async function compile(entryPoints: Record<string, string>, plugin: Plugin, signalUrl = "") {
  return await build({
    entryPoints,
    outdir: "/",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    splitting: true,
    minify: true,
    charset: "utf8",
    define: { SIGNAL_URL: JSON.stringify(signalUrl) },
    legalComments: "none",
    logLevel: "silent",
    target: [...TARGETS],
    jsx: "automatic",
    jsxImportSource: "preact",
    plugins: [plugin],
  });
}

function filesOf(outputs: readonly OutputFile[]): Map<string, Uint8Array<ArrayBuffer>> {
  return new Map(
    outputs.map(({ path, contents }) => [path.replace(/^.*\//, ""), new Uint8Array(contents)]),
  );
}

/** An entry that does nothing but import one chunk is that chunk: a request less. */
function essence({ outputs }: Metafile, path: string): string {
  const imports = (outputs[path]?.imports ?? []).filter(({ kind }) => kind === "import-statement");
  const own = Object.values(outputs[path]?.inputs ?? {}).some(({ bytesInOutput }) => bytesInOutput);
  const [only, more] = imports;
  return only && !more && !own ? only.path : path;
}

function importedAtOnce(metafile: Metafile, entry: string): readonly string[] {
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
      if (kind === "import-statement") found.add(next);
    }
  }
  return [...found];
}

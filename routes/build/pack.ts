import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Asset, KeptFiles, Site } from "../assets.ts";
import { SUBPROTOCOL } from "../../protocol/limits.ts";
import { type Bundle, bundle, bundleServiceWorker, bundleWorkers } from "./bundle.ts";
import type { Listing } from "../../protocol/listing.ts";
import type { ReadPackage } from "./source_plugin.ts";
import { hashOf, type Tree } from "./source_tree.ts";
import { fillWords } from "./static_words.ts";

/** Bytes of brotli that a visit may load before its call: page, stylesheet, script and words. */
export const FIRST_LOAD_BYTES = 48 * 1024;

/** Files of packages that workers fetch from this origin, and the source that names each. */
const PACKAGED = [
  {
    name: "segmenter.wasm",
    path: "node_modules/@twilio/video-processors/dist/build/tflite-simd-1-0-0.wasm",
    user: "client/effects/segmenter.ts",
  },
  {
    name: "selfie.tflite",
    path: "node_modules/@twilio/video-processors/dist/build/selfie_segmentation_landscape.tflite",
    user: "client/effects/segmenter.ts",
  },
  {
    name: "rnnoise.wasm",
    path: "node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm",
    user: "client/effects/noise.ts",
  },
];

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  json: "application/json",
  js: "text/javascript; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  tflite: "application/octet-stream",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

/**
 * Builds the whole site from the sources, for a signaling at the page's own origin or another.
 * Rejects when it does not compile or weighs too much.
 */
export async function packSite(
  tree: Tree,
  readPackage: ReadPackage,
  budget: number,
  signalUrl = "",
): Promise<Site> {
  const assets = new Map<string, Asset>();
  const names = new Map<string, string>();
  const rewrite = (text: string) =>
    text.replace(/\/assets\/([A-Za-z0-9._-]+)/g, (whole, name) => {
      const hashed = names.get(name);
      return hashed === undefined ? whole : `/assets/${hashed}`;
    });

  async function add(name: string, content: Uint8Array<ArrayBuffer>): Promise<void> {
    const hashed = name.replace(/(?=\.[^.]*$)/, `-${(await hashOf(content)).slice(0, 10)}`);
    names.set(name, hashed);
    assets.set(hashed, await pack(hashed, content));
  }

  const statics = [...tree].filter(([path]) => path.startsWith("static/"))
    .map(([path, bytes]) => [path.slice("static/".length), bytes] as const)
    .filter(([name]) => name !== "index.html" && name !== "style.css");
  // Manifests last: they name the icons.
  statics.sort(([a], [b]) => Number(/manifest/.test(a)) - Number(/manifest/.test(b)));
  for (const [name, bytes] of statics) {
    const content = /\.webmanifest$/.test(name)
      ? rewritten(bytes, rewrite)
      : /\.html$/.test(name)
      ? rewritten(bytes, (text) => fillWords(text, tree))
      : bytes;
    await add(name, content);
  }

  for (const { name, path } of PACKAGED.filter(({ user }) => tree.has(user))) {
    await add(name, new Uint8Array(await readPackage(path)));
  }
  for (const [name, bytes] of await bundleWorkers(tree, readPackage, rewrite)) {
    names.set(name.replace(/-[^-]*(?=\.js$)/, ""), name);
    assets.set(name, await pack(name, bytes));
  }
  const built = await bundle(tree, readPackage, rewrite, signalUrl);
  for (const [name, hashed] of built.names) names.set(name, hashed);
  for (const [name, bytes] of built.files) assets.set(name, await pack(name, bytes));

  const index = tree.get("static/index.html");
  if (!index) throw new Error("static/index.html does not exist");
  const text = fillWords(new TextDecoder().decode(index), tree);
  const named = rewrite(nameWords(text, [...built.words.keys()]));
  const html = lean(await seal(preload(named, built.initial), assets));
  const page = await pack("index.html", new TextEncoder().encode(html));
  const worker = await bundleServiceWorker(tree, readPackage);
  const site = { page, kept: worker && await keptFiles(page, worker, assets), assets };
  checkReferences(html, assets);
  weigh(site, built, names.get("style.css") ?? "", budget);
  return site;
}

/** Above this size the slowest brotli takes seconds, and saves little. */
const SLOW_BYTES = 1_000_000;

/** One file in all its codings, brotli at its slowest: it is done once. */
export async function pack(name: string, identity: Uint8Array<ArrayBuffer>): Promise<Asset> {
  const extension = name.slice(name.lastIndexOf(".") + 1);
  const type = TYPES[extension] ?? "application/octet-stream";
  const etag = `"${(await hashOf(identity)).slice(0, 32)}"`;
  if (/^(?:png|ico|woff2)$/.test(extension)) return { type, etag, identity };
  const br = new Uint8Array(brotliCompressSync(identity, {
    params: { [constants.BROTLI_PARAM_QUALITY]: identity.length > SLOW_BYTES ? 9 : 11 },
  }));
  const gzip = new Uint8Array(gzipSync(identity, { level: 9 }));
  return {
    type,
    etag,
    identity,
    ...(br.length < identity.length ? { br } : {}),
    ...(gzip.length < identity.length ? { gzip } : {}),
  };
}

/** The service worker, and the listing of a build with it. */
export async function keptFiles(
  page: Asset,
  worker: Uint8Array<ArrayBuffer>,
  assets: ReadonlyMap<string, Asset>,
): Promise<KeptFiles> {
  const files = await Promise.all(
    [...assets].sort(([a], [b]) => a < b ? -1 : 1).map(async ([name, { identity }]) => {
      return { name, integrity: await integrityOf(identity) };
    }),
  );
  const listed: Listing = {
    protocol: SUBPROTOCOL,
    page: await integrityOf(page.identity),
    worker: await integrityOf(worker),
    files,
  };
  const text = `${JSON.stringify(listed, null, 1)}\n`;
  return {
    worker: await pack("service_worker.js", worker),
    listing: await pack("build.json", new TextEncoder().encode(text)),
  };
}

/** Hash of a file as `integrity` takes it. */
async function integrityOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return `sha384-${new Uint8Array(await crypto.subtle.digest("SHA-384", bytes)).toBase64()}`;
}

/** Puts the addresses of all words where the page has a place for them. */
function nameWords(html: string, names: readonly string[]): string {
  const addresses = names.map((name) => `data-${name}="/assets/${name}.js"`);
  return html.replace("data-all-words", addresses.join(" "));
}

/** Has what the script imports at once fetched together with it (HTML §4.6.7.12). */
function preload(html: string, scripts: readonly string[]): string {
  const [main, ...imported] = scripts;
  const links = imported.map((name) => `<link rel="modulepreload" href="/assets/${name}">\n    `);
  return html.replace(
    /<script[^>]*>/,
    (tag) => tag.includes(`${main}`) ? links.join("") + tag : tag,
  );
}

/** Adds `integrity` to the script and the stylesheet (W3C Subresource Integrity). */
async function seal(html: string, assets: ReadonlyMap<string, Asset>): Promise<string> {
  const digests = new Map<string, string>();
  for (const [name, { identity }] of assets) {
    digests.set(name, await integrityOf(identity));
  }
  return html.replace(
    /<(?:script|link)\b[^>]*\/assets\/([A-Za-z0-9._-]+)[^>]*>/g,
    (tag, name) =>
      /^<script|rel="?(?:stylesheet|modulepreload)/.test(tag) && digests.has(name)
        ? tag.replace(/\s*\/?>$/, ` integrity="${digests.get(name)}">`)
        : tag,
  );
}

/** HTML without the line breaks and indents of its source, which no text of the page needs. */
function lean(html: string): string {
  return html.replace(/>\s*\n\s*</g, "><").replace(/\s*\n\s*/g, " ");
}

function checkReferences(html: string, assets: ReadonlyMap<string, Asset>): void {
  for (const [, name = ""] of html.matchAll(/\/assets\/([A-Za-z0-9._-]+)/g)) {
    if (!assets.has(name)) {
      throw new Error(`index.html refers to /assets/${name}, which is not there`);
    }
  }
}

/** Throws above the budget of the first load. Later chunks have none: no page waits for them. */
function weigh(site: Site, built: Bundle, style: string, budget: number): void {
  const size = (asset: Asset | undefined) => asset ? (asset.br ?? asset.identity).length : 0;
  const weight = (name: string) => size(site.assets.get(name));
  const first = [...built.words].filter(([name]) => name.endsWith("_words"));
  const words = Math.max(0, ...first.map(([, file]) => weight(file)));
  const script = built.initial.reduce((sum, name) => sum + weight(name), words);
  const [page, styles] = [size(site.page), weight(style)];
  const total = page + styles + script;
  if (total <= budget) return;
  throw new Error(
    `over budget: ${total} of ${budget} bytes brotli ` +
      `(page ${page}, style ${styles}, script with words ${script})`,
  );
}

function rewritten(
  bytes: Uint8Array<ArrayBuffer>,
  rewrite: (text: string) => string,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(rewrite(new TextDecoder().decode(bytes)));
}

import { LISTING_PATH, WORKER_PATH } from "../../protocol/listing.ts";
import { type Infer, list, object, optional, text } from "../../protocol/shape.ts";
import type { Asset, Site } from "../assets.ts";
import { hashOf } from "./source_tree.ts";

/** Where builds lie: names hold hashes of their content, so that builds lie side by side. */
export const DIST = new URL("../../dist/", import.meta.url);

/** Names of the files whose addresses are the same in all builds. */
const [PAGE, WORKER, LISTING] = [
  "index.html",
  WORKER_PATH.slice(1),
  LISTING_PATH.slice(1),
] as const;

/** Milliseconds that the files of a build stay after another one has followed it. */
export const KEPT_MS = 7 * 86_400_000;
/** Milliseconds after which a file that no build lists is waste, and not one being written. */
const UNLISTED_MS = 3_600_000;
/** Milliseconds between two looks at which builds there are. */
const RESCAN_MS = 1000;

const digest = text(64, /^[0-9a-f]{64}$/);
const entry = object({
  name: text(200, /^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  type: text(100, /^[a-z]+\/[a-z0-9.+-]+(?:; charset=utf-8)?$/),
  /** The first half of the content's SHA-256. */
  etag: text(34, /^"[0-9a-f]{32}"$/),
  /** SHA-256 of `<name>.br` and `<name>.gz`, where those exist. */
  br: optional(digest),
  gzip: optional(digest),
});
const manifest = object({
  page: entry,
  /** Builds from before there was one have none. */
  kept: optional(object({ worker: entry, listing: entry })),
  assets: list(entry, 1000),
});
type Entry = Infer<typeof entry>;
type Manifest = Infer<typeof manifest>;

/** The manifest of a build is named for the hash of its sources. */
const MANIFEST = /^build-([A-Za-z0-9]{1,64})\.json$/;
const manifestOf = (source: string) => `build-${source}.json`;

/**
 * Reads the site that `deno task build` made from these sources; null when there is none. Rejects
 * when it cannot be read or is not whole.
 */
export async function readDist(source: string, folder = DIST): Promise<Site | null> {
  const listed = await readManifest(manifestOf(source), folder).catch((fault) => {
    if (fault instanceof Deno.errors.NotFound) return null;
    throw fault;
  });
  if (!listed) return null;
  const assets = new Map<string, Asset>();
  for (const one of listed.assets) assets.set(one.name, await readAsset(one, folder));
  const { kept } = listed;
  return {
    page: await readAsset(listed.page, folder),
    kept: kept
      ? {
        worker: await readAsset(kept.worker, folder),
        listing: await readAsset(kept.listing, folder),
      }
      : null,
    assets,
  };
}

/**
 * Looks up a file of any build in dist/: for pages that came from the last build, or from another
 * process that has the next one already. Null when no build lists it, or it cannot be read.
 */
export function keptAssets(
  elapsed: () => number,
  folder = DIST,
): (name: string) => Promise<Asset | null> {
  let listed: Promise<ReadonlyMap<string, Entry>> = Promise.resolve(new Map());
  let looked = -Infinity;
  return async (name) => {
    let found = (await listed).get(name);
    if (!found && elapsed() >= looked + RESCAN_MS) {
      looked = elapsed();
      listed = entriesIn(folder);
    }
    found ??= (await listed).get(name);
    return found ? await readAsset(found, folder).catch(() => null) : null;
  };
}

/**
 * Writes the site, its manifest last, and removes what the builds of the last days do not list.
 * Each file is written beside its place and renamed, so that a reader sees a whole one.
 */
export async function writeDist(
  site: Site,
  source: string,
  now: number,
  folder = DIST,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const part = new URL(`.part-${crypto.randomUUID()}`, folder);
  const put = async (name: string, bytes: Uint8Array) => {
    await Deno.writeFile(part, bytes);
    await Deno.rename(part, new URL(name, folder));
  };
  const write = async (name: string, { type, etag, identity, br, gzip }: Asset): Promise<Entry> => {
    await put(name, identity);
    if (br) await put(`${name}.br`, br);
    if (gzip) await put(`${name}.gz`, gzip);
    return {
      ...{ name, type, etag },
      ...(br ? { br: await hashOf(br) } : {}),
      ...(gzip ? { gzip: await hashOf(gzip) } : {}),
    };
  };
  try {
    const assets: Entry[] = [];
    for (const [name, asset] of site.assets) assets.push(await write(name, asset));
    const beside = (name: string, asset: Asset) =>
      write(name.replace(".", `-${asset.etag.slice(1, 11)}.`), asset);
    const page = await beside(PAGE, site.page);
    const kept = site.kept && {
      worker: await beside(WORKER, site.kept.worker),
      // Under a name that is no manifest's.
      listing: await beside("listing.json", site.kept.listing),
    };
    const listed: Manifest = { page, ...(kept ? { kept } : {}), assets };
    await put(manifestOf(source), new TextEncoder().encode(`${JSON.stringify(listed, null, 2)}\n`));
    // For static hosts, which know no manifest.
    for (const [name, asset] of fixedFiles(site)) await write(name, asset);
  } finally {
    await Deno.remove(part).catch(() => {});
  }
  await prune(now, folder);
}

/** Files by the names under which a static host finds them. */
function fixedFiles({ page, kept }: Site): readonly (readonly [string, Asset])[] {
  const files = kept ? [[WORKER, kept.worker], [LISTING, kept.listing]] as const : [];
  return [[PAGE, page], ...files];
}

/** Removes builds that another one followed long ago, and files that none of the others lists. */
async function prune(now: number, folder: URL): Promise<void> {
  const files = new Map<string, number>();
  for await (const { name, isFile } of Deno.readDir(folder)) {
    const { mtime } = isFile ? await Deno.stat(new URL(name, folder)) : { mtime: null };
    if (mtime) files.set(name, mtime.getTime());
  }
  const builds = [...files].filter(([name]) => MANIFEST.test(name)).sort(([, a], [, b]) => b - a);
  // A build was in use until the next one was made, which is the one before it in this order.
  const kept = builds.filter((_, at) => (builds[at - 1]?.[1] ?? now) > now - KEPT_MS);
  const needed = new Set<string>();
  const need = (name: string) => ["", ".br", ".gz"].forEach((end) => needed.add(name + end));
  [PAGE, WORKER, LISTING].forEach(need);
  for (const [name] of kept) {
    needed.add(name);
    const listed = await readManifest(name, folder).catch(() => null);
    const { page, kept, assets = [] } = listed ?? {};
    for (const one of [page, kept?.worker, kept?.listing, ...assets]) if (one) need(one.name);
  }
  for (const [name, made] of files) {
    const waste = MANIFEST.test(name) || made < now - UNLISTED_MS;
    if (needed.has(name) || !waste) continue;
    // Another build may have removed it just now.
    await Deno.remove(new URL(name, folder)).catch(() => {});
  }
}

async function entriesIn(folder: URL): Promise<ReadonlyMap<string, Entry>> {
  const found = new Map<string, Entry>();
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (!MANIFEST.test(name)) continue;
      const listed = await readManifest(name, folder).catch(() => null);
      for (const one of listed?.assets ?? []) found.set(one.name, one);
    }
  } catch {
    // There is no dist/: the site was built in memory.
  }
  return found;
}

async function readManifest(name: string, folder: URL): Promise<Manifest> {
  const listed = manifest(JSON.parse(await Deno.readTextFile(new URL(name, folder))));
  if (!listed) throw new Error(`${name} is not a manifest`);
  return listed;
}

/** Reads one file in all its codings, and holds each against its hash. */
async function readAsset({ name, type, etag, br, gzip }: Entry, folder: URL): Promise<Asset> {
  const read = async (file: string, hash: string) => {
    const bytes = await Deno.readFile(new URL(file, folder));
    if (!(await hashOf(bytes)).startsWith(hash)) throw new Error(`dist/${file} is not whole`);
    return bytes;
  };
  return {
    ...{ type, etag },
    identity: await read(name, etag.slice(1, -1)),
    ...(br ? { br: await read(`${name}.br`, br) } : {}),
    ...(gzip ? { gzip: await read(`${name}.gz`, gzip) } : {}),
  };
}

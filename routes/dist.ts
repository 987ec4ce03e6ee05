import { type Infer, list, object, optional, text } from "../protocol/shape.ts";
import type { Asset, Site } from "./assets.ts";

const DIST = new URL("../dist/", import.meta.url);

const entry = object({
  name: text(200, /^[A-Za-z0-9._-]+$/),
  type: text(100),
  etag: text(100),
  br: optional(text(200)),
  gzip: optional(text(200)),
});
const manifest = object({ source: text(64), page: entry, assets: list(entry, 1000) });

/** The site as `deno task build` left it, or null when that is absent or of other sources. */
export async function readDist(source: string, folder = DIST): Promise<Site | null> {
  let found: string;
  try {
    found = await Deno.readTextFile(new URL("manifest.json", folder));
  } catch {
    return null;
  }
  const listed = manifest(JSON.parse(found));
  if (!listed || listed.source !== source) return null;
  const read = async (name: string) => await Deno.readFile(new URL(name, folder));
  const load = async (one: Infer<typeof entry>): Promise<Asset> => ({
    type: one.type,
    etag: one.etag,
    identity: await read(one.name),
    ...(one.br ? { br: await read(one.br) } : {}),
    ...(one.gzip ? { gzip: await read(one.gzip) } : {}),
  });
  const assets = new Map<string, Asset>();
  for (const one of listed.assets) assets.set(one.name, await load(one));
  return { page: await load(listed.page), assets };
}

/** Writes the site and a manifest that says which sources it was built from. */
export async function writeDist(site: Site, source: string, folder = DIST): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  const write = async (name: string, asset: Asset) => {
    const { type, etag, identity, br, gzip } = asset;
    await Deno.writeFile(new URL(name, folder), identity);
    if (br) await Deno.writeFile(new URL(`${name}.br`, folder), br);
    if (gzip) await Deno.writeFile(new URL(`${name}.gz`, folder), gzip);
    return {
      name,
      type,
      etag,
      ...(br ? { br: `${name}.br` } : {}),
      ...(gzip ? { gzip: `${name}.gz` } : {}),
    };
  };
  const assets = [];
  for (const [name, asset] of site.assets) assets.push(await write(name, asset));
  const page = await write("index.html", site.page);
  const text = JSON.stringify({ source, page, assets }, null, 2);
  await Deno.writeTextFile(new URL("manifest.json", folder), `${text}\n`);
}

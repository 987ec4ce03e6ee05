import { type Listing, listing, LISTING_PATH } from "../../protocol/listing.ts";

/** Slice of the caches that versions are kept in (W3C Service Workers §5.5). */
export type Caches = Pick<CacheStorage, "open" | "match" | "keys" | "delete">;

/** Cache of what the person has accepted; each version has one of its own beside it. */
const STATE = "visavis";
const ACCEPTED = "/accepted";

/** Cache of a version. */
export const cacheOf = (version: string): string => `${STATE}-${version}`;

/** Versions of which there is a cache, whole or not. */
export async function keptVersions(caches: Caches): Promise<readonly string[]> {
  const start = cacheOf("");
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

/** Versions that the person has accepted: the last one, and the one before it, which tabs may run. */
export async function acceptedVersions(caches: Caches): Promise<readonly string[]> {
  const found = await (await caches.open(STATE)).match(ACCEPTED);
  return found ? (await found.text()).split(" ") : [];
}

/** The version that the person has accepted last; null before the first one. */
export async function acceptedVersion(caches: Caches): Promise<string | null> {
  const [last = null] = await acceptedVersions(caches);
  return last;
}

/** Keeps which version the person has accepted. */
export async function keepAccepted(caches: Caches, version: string): Promise<void> {
  const before = await acceptedVersion(caches);
  const both = before === null || before === version ? version : `${version} ${before}`;
  await (await caches.open(STATE)).put(ACCEPTED, new Response(both));
}

/** Forgets all that was kept. */
export async function forgetVersions(caches: Caches): Promise<void> {
  for (const version of await keptVersions(caches)) await caches.delete(cacheOf(version));
  await caches.delete(STATE);
}

/** Looks a file up in a cache, whatever follows its path and whatever coding was asked for. */
export const fileIn = async (cache: Cache, path: string): Promise<Response | undefined> =>
  await cache.match(path, { ignoreSearch: true, ignoreVary: true });

/** The listing of a version, which is written last; null where the version is not whole. */
export async function listingIn(cache: Cache): Promise<Listing | null> {
  const found = await fileIn(cache, LISTING_PATH);
  return found ? listing(await found.json()) ?? null : null;
}

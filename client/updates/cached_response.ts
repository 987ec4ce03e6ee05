import { acceptedVersion, cacheOf, type Caches, fileIn, listingIn } from "./version_caches.ts";

/** Request of a page, as far as the answer depends on it. */
export type PageRequest = Pick<Request, "url" | "method" | "mode">;

/** Means of the service worker. */
export interface ResponseOptions<R extends PageRequest> {
  readonly origin: string;
  readonly caches: Caches;
  /** Fetches by the network. Its request is the page's own or a path of this origin. */
  readonly fetch: (request: R | string, init?: RequestInit) => Promise<Response>;
}

const ASSETS = "/assets/";

/**
 * Answers a request for the page or one of its files from the version that the person has accepted;
 * null for all others, which the browser answers as if there were no worker. Of the address only
 * the path is read: what is after # stays out of what is kept and asked for.
 */
export function respondFromCache<R extends PageRequest>(
  request: R,
  means: ResponseOptions<R>,
): Promise<Response> | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== means.origin) return null;
  if (request.mode === "navigate") return pathname === "/" ? page(request, means) : null;
  return pathname.startsWith(ASSETS) ? file(request, pathname, means) : null;
}

async function page<R extends PageRequest>(
  request: R,
  means: ResponseOptions<R>,
): Promise<Response> {
  const kept = await acceptedCache(means.caches).catch(() => null);
  return kept && await fileIn(kept, "/") || await means.fetch(request);
}

async function file<R extends PageRequest>(
  request: R,
  path: string,
  means: ResponseOptions<R>,
): Promise<Response> {
  const found = await keptFile(path, means).catch(() => undefined);
  return found ?? await means.fetch(request);
}

/** A file of the accepted version, or else one of another version that a tab still runs. */
async function keptFile<R extends PageRequest>(
  path: string,
  { caches, fetch }: ResponseOptions<R>,
) {
  const cache = await acceptedCache(caches);
  const found = cache && await fileIn(cache, path);
  if (found) return found;
  const { files = [] } = cache && await listingIn(cache) || {};
  const listed = files.find(({ name }) => `${ASSETS}${name}` === path);
  if (!cache || !listed) return await caches.match(path, { ignoreSearch: true, ignoreVary: true });
  const { integrity } = listed;
  // Only what the listing names comes in: another file at this address is an error.
  const fresh = await fetch(path, { integrity }).catch(() => Response.error());
  if (fresh.ok) await cache.put(path, fresh.clone());
  return fresh;
}

async function acceptedCache(caches: Caches): Promise<Cache | null> {
  const version = await acceptedVersion(caches);
  return version === null ? null : await caches.open(cacheOf(version));
}

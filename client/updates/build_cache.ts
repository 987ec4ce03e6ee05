import { type Listing, LISTING_PATH, WORKER_PATH } from "../../protocol/listing.ts";
import {
  acceptedVersion,
  acceptedVersions,
  cacheOf,
  type Caches,
  fileIn,
  forgetVersions,
  keepAccepted,
  keptVersions,
  listingIn,
} from "./version_caches.ts";

/** A build as its listing tells it. */
export interface Build {
  /** SHA-256 of the listing, in hex. */
  readonly version: string;
  readonly listing: Listing;
  /** The listing as it was served. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Versions of the page that this browser keeps. */
export interface BuildCache {
  /** The version that the person has accepted; null before the first one. */
  accepted(): Promise<string | null>;
  /** Fetches a version whole and holds each file against its hash; false if that does not succeed. */
  prepare(build: Build): Promise<boolean>;
  /** Has the worker serve this version from now on. */
  accept(version: string): Promise<void>;
  /** Forgets all versions. */
  forget(): Promise<void>;
}

/** Files that are kept when a page first asks for them: large, and needed by few, or by no page. */
const LATER = /\.(?:wasm|tflite|png|html)$/;

/** Opens the versions in the caches of this origin; `pause` is waited for before each further file. */
export function openBuildCache(
  caches: Caches,
  fetch: (path: string, init: RequestInit) => Promise<Response>,
  pause: () => Promise<void>,
): BuildCache {
  async function keep(cache: Cache, path: string, integrity: string, cached: RequestCache) {
    const response = await fetch(path, { integrity, cache: cached, priority: "low" });
    if (!response.ok) throw new Error(`${path} is not served`);
    await cache.put(path, response);
  }

  async function fill(cache: Cache, { listing, bytes }: Build): Promise<void> {
    // The page also where it is kept: its headers are the server's, and can change without it.
    await keep(cache, "/", listing.page, "no-cache");
    if (await listingIn(cache)) return;
    // One after the other: what a call sends at the same time goes first.
    for (const { name, integrity } of listing.files) {
      const path = `/assets/${name}`;
      // A page that was closed may have begun.
      if (LATER.test(name) || await fileIn(cache, path)) continue;
      await pause();
      await keep(cache, path, integrity, "default");
    }
    await keep(cache, WORKER_PATH, listing.worker, "no-cache");
    await cache.put(LISTING_PATH, new Response(bytes));
  }

  /** Removes what was offered once, and never accepted. */
  async function prune(offered: string): Promise<void> {
    const needed = [offered, ...await acceptedVersions(caches)];
    for (const version of await keptVersions(caches)) {
      if (!needed.includes(version)) await caches.delete(cacheOf(version));
    }
  }

  return {
    accepted: () => acceptedVersion(caches),
    async prepare(build) {
      const cache = await caches.open(cacheOf(build.version));
      const filled = await fill(cache, build).then(() => true, () => false);
      if (filled) await prune(build.version);
      else if (!await listingIn(cache)) await caches.delete(cacheOf(build.version));
      return filled;
    },
    accept: (version) => keepAccepted(caches, version),
    forget: () => forgetVersions(caches),
  };
}

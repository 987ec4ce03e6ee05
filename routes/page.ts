import { type Asset, serveAsset } from "./assets.ts";
import { problem } from "./security.ts";

/**
 * Serves a file whose address is the same in all builds, the same bytes for all clients: the page
 * (what is after # stays in the browser), the service worker, the listing.
 */
export function serveFixed(asset: Asset | undefined, request: Request): Response {
  return asset ? serveAsset(asset, request, "no-cache") : problem(404, "not_found");
}

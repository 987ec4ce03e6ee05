import { type Asset, serveAsset } from "./assets.ts";

/** `GET /`: the page, the same bytes for all clients; what is after # stays in the browser. */
export function servePage(page: Asset, request: Request): Response {
  return serveAsset(page, request, "no-cache");
}

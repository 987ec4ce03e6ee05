import { type Infer, list, object, text } from "./shape.ts";

/** Address of the listing of the build that is served. */
export const LISTING_PATH = "/build.json";

/** Address of the service worker, which has to be the same in all builds (W3C Service Workers §3.1). */
export const WORKER_PATH = "/service_worker.js";

/** Hash of a file as `integrity` takes it (W3C Subresource Integrity §3.5). */
const integrity = text(80, /^sha384-[A-Za-z0-9+/]{64}$/);

/**
 * Decodes the listing of a build: hashes of its page, its service worker and all its files, and the
 * protocol that it speaks with the server. SHA-256 of its bytes is the version of the build.
 */
export const listing = object({
  protocol: text(20),
  page: integrity,
  worker: integrity,
  files: list(object({ name: text(200, /^[A-Za-z0-9][A-Za-z0-9._-]*$/), integrity }), 1000),
});

/** Listing of a build. */
export type Listing = Infer<typeof listing>;

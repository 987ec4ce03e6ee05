// The service worker: serves the accepted version of the page. It is the same in most builds, since
// pages themselves fetch new versions, and a change of it is announced like one of theirs.
import { respondFromCache, type ResponseOptions } from "./cached_response.ts";

/** Slice of its global scope (W3C Service Workers §4.1). */
interface ServiceWorkerScope {
  readonly location: { readonly origin: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): void;
}

interface Events {
  readonly activate: { waitUntil(work: Promise<unknown>): void };
  readonly message: { readonly data: unknown };
  readonly fetch: {
    readonly request: Request;
    respondWith(response: Promise<Response>): void;
  };
}

declare const self: ServiceWorkerScope;

const means: ResponseOptions<Request> = {
  origin: self.location.origin,
  caches,
  fetch: (request, init) => fetch(request, init),
};

// A first worker serves the page that has registered it; a later one waits until it is taken.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", ({ data }) => {
  if (data === "take") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const response = respondFromCache(event.request, means);
  if (response) event.respondWith(response);
});

import { type ChunkName, openLoader } from "./load_chunk.ts";

type Listener = (names: readonly ChunkName[]) => void;
let listener: Listener = () => {};

/** Has the page told which chunks have failed and have not come since. */
export function watchMissing(listen: Listener): void {
  listener = listen;
}

/** The loader of this page: every dynamic import goes through it. */
export const { chunk } = openLoader({
  // On the root element, which is there before any script: this one may run before the rest is.
  address: (name) => document.documentElement.dataset[name] ?? "",
  fetch: (url) => fetch(url),
  importAt: (url) => import(url),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  missing: (names) => listener(names),
});

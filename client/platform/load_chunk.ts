/** Chunks of the script that are loaded when they are needed; the page names where each one lies. */
export type ChunkName =
  | "deferred"
  | "check"
  | "files"
  | "qr"
  | "effects"
  | "embedding"
  | "pip"
  | "recording"
  | WordsName;
/** Words of one language: its folder, and what says them. */
type WordsName = `${string}_${"words" | "deferred" | "check"}`;

/** Slice of the browser that loading needs. */
export interface LoadOptions {
  /** Address of a chunk, as the page names it. */
  readonly address: (name: ChunkName) => string;
  readonly fetch: (url: string) => Promise<Pick<Response, "ok" | "text">>;
  readonly importAt: <T>(url: string) => Promise<T>;
  readonly wait: (ms: number) => Promise<void>;
  /** Told which chunks have failed and have not come since, whenever that changes. */
  readonly missing: (names: readonly ChunkName[]) => void;
}

/** Loader of all chunks of one page. */
export interface Loader {
  /**
   * A function that loads this chunk, by its `import()` or else from its address. Its promise is
   * the same each time and never rejects: what has failed is tried again until it is there.
   */
  chunk<T>(name: ChunkName, first?: () => Promise<T>): () => Promise<T>;
}

/** Waiting times before the next try; the last one repeats. */
const RETRY_MS = [1000, 2000, 4000, 8000, 15_000];

/**
 * Opens the loader. A browser may keep a failed import for ever (Firefox does), so every further
 * try has an address of its own, and imports only what was fetched completely just before.
 */
export function openLoader(options: LoadOptions): Loader {
  const missing = new Set<ChunkName>();

  function note(name: ChunkName, fails: boolean): void {
    if (missing.has(name) === fails) return;
    if (fails) missing.add(name);
    else missing.delete(name);
    options.missing([...missing]);
  }

  async function again<T>(name: ChunkName, attempt: number): Promise<T> {
    const url = `${options.address(name)}?${attempt}`;
    const response = await options.fetch(url);
    if (!response.ok) throw new Error(`${name} is not served`);
    await response.text();
    return await options.importAt<T>(url);
  }

  async function load<T>(name: ChunkName, first: () => Promise<T>): Promise<T> {
    for (let attempt = 0;; attempt++) {
      try {
        const part = attempt === 0 ? await first() : await again<T>(name, attempt);
        note(name, false);
        return part;
      } catch {
        note(name, true);
        await options.wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 0);
      }
    }
  }

  return {
    chunk<T>(name: ChunkName, first = () => options.importAt<T>(options.address(name))) {
      let loading: Promise<T> | null = null;
      return () => loading ??= load(name, first);
    },
  };
}

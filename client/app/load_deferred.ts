import type { Later } from "../platform/clock.ts";

/** Options of {@link loadDeferred}. */
export interface LoadDeferredOptions<Chunk> {
  readonly later: Later;
  /** Loads the chunk; may reject. */
  readonly load: () => Promise<Chunk>;
  /** Resolves if the chunk is needed before its time. */
  readonly needed: Promise<unknown>;
  readonly start: (chunk: Chunk) => void;
  readonly signal: AbortSignal;
}

/** Time from the start of a call, and from a failed try, until the chunk is loaded. */
const LOAD_AFTER_MS = 3000;

/** Loads and starts the deferred part of a call, when there is time for it or as soon as it is needed. */
export function loadDeferred<Chunk>(options: LoadDeferredOptions<Chunk>): void {
  const { later, signal } = options;
  let asked = false;
  const load = () => {
    if (asked || signal.aborted) return;
    asked = true;
    options.load().then(
      (chunk) => signal.aborted || options.start(chunk),
      () => {
        asked = false;
        later(LOAD_AFTER_MS, load, signal);
      },
    );
  };
  later(LOAD_AFTER_MS, load, signal);
  void options.needed.then(load);
}

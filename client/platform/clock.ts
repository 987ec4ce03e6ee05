/** Runs something later, unless its signal aborts first. */
export type Later = (ms: number, run: () => void, signal: AbortSignal) => void;

/** The browser's timers as {@link Later}. */
export const later: Later = (ms, run, signal) => {
  if (signal.aborted) return;
  const timer = setTimeout(() => {
    signal.removeEventListener("abort", stop);
    run();
  }, ms);
  const stop = () => clearTimeout(timer);
  signal.addEventListener("abort", stop, { once: true });
};

import { workersUnder } from "./worker_policy.ts";

const open = workersUnder("rtc-worker", {
  ticker: "/assets/ticker.js",
  files: "/assets/file_worker.js",
});

/** Starts a worker of this page's own; null if the browser lets none run. */
function startWorker(name: "ticker" | "files"): Worker | null {
  try {
    return open(name);
  } catch {
    return null;
  }
}

/** Starts the worker that writes received files; null if the browser lets none run. */
export const startFileWorker = (): Worker | null => startWorker("files");

/** Runs something every second until the signal aborts, if the browser lets a worker run. */
export function startWorkerTicker(run: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  // Without one the page's own timers go on.
  const worker = startWorker("ticker");
  worker?.addEventListener("message", run);
  signal.addEventListener("abort", () => worker?.terminate(), { once: true });
}

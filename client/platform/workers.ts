import { WORKER_PATH } from "../../protocol/listing.ts";
import { scriptsUnder } from "./worker_policy.ts";

const scriptOf = scriptsUnder("rtc-worker", {
  ticker: "/assets/ticker.js",
  files: "/assets/file_worker.js",
  recording: "/assets/recording_worker.js",
  service: WORKER_PATH,
});

/** Starts a worker of this page's own; null if the browser lets none run. */
function startWorker(name: "ticker" | "files" | "recording"): Worker | null {
  try {
    return new Worker(scriptOf(name));
  } catch {
    return null;
  }
}

/** Starts the worker that writes received files; null if the browser lets none run. */
export const startFileWorker = (): Worker | null => startWorker("files");

/** Starts the worker that writes one recording; null if the browser lets none run. */
export const startRecordingWorker = (): Worker | null => startWorker("recording");

/** Registers the service worker. Rejects where the browser takes none. */
export const registerServiceWorker = async (): Promise<ServiceWorkerRegistration> =>
  await navigator.serviceWorker.register(scriptOf("service"), { updateViaCache: "none" });

/** Runs something every second until the signal aborts, if the browser lets a worker run. */
export function startWorkerTicker(run: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  // Without one the page's own timers go on.
  const worker = startWorker("ticker");
  worker?.addEventListener("message", run);
  signal.addEventListener("abort", () => worker?.terminate(), { once: true });
}

/**
 * Runs something at this interval until the signal aborts, in a hidden page too; there more seldom
 * if the browser lets no worker run.
 */
export function startWorkerTimer(ms: number, run: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const worker = startWorker("ticker");
  worker?.addEventListener("message", run);
  worker?.postMessage(ms);
  const timer = worker ? undefined : setInterval(run, ms);
  signal.addEventListener("abort", () => {
    worker?.terminate();
    clearInterval(timer);
  }, { once: true });
}

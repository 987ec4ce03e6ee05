/** The slice of Trusted Types that is used (W3C Trusted Types §2.3). */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(name: string): string }): {
    createScriptURL(name: string): string;
  };
}

declare global {
  // Chromium has it, and newer Firefox.
  var trustedTypes: TrustedTypes | undefined;
}

const TICKER = "/assets/ticker.js";
const FILES = "/assets/file_worker.js";
const addressOf = (name: string) => name === "files" ? FILES : TICKER;
/** The one policy that the page's headers allow: it gives these two addresses, whatever is asked. */
const policy = globalThis.trustedTypes?.createPolicy("rtc-worker", { createScriptURL: addressOf });

/** Starts a worker of this page's own; null if the browser lets none run. */
function startWorker(name: "ticker" | "files"): Worker | null {
  try {
    return new Worker(policy?.createScriptURL(name) ?? addressOf(name));
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

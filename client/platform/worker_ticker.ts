/** The slice of Trusted Types that is used (W3C Trusted Types §2.3). */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): {
    createScriptURL(url: string): string;
  };
}

declare global {
  // Chromium has it, and newer Firefox.
  var trustedTypes: TrustedTypes | undefined;
}

const TICKER = "/assets/ticker.js";
/** The one policy that the page's headers allow: it gives this one address, whatever is asked. */
const policy = globalThis.trustedTypes?.createPolicy("rtc-worker", {
  createScriptURL: () => TICKER,
});

/** Runs something every second until the signal aborts, if the browser lets a worker run. */
export function startWorkerTicker(run: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  try {
    const worker = new Worker(policy?.createScriptURL("") ?? TICKER);
    worker.onmessage = run;
    signal.addEventListener("abort", () => worker.terminate(), { once: true });
  } catch {
    // The page's own timers go on.
  }
}

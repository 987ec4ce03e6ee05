import type { PageVisibility } from "./page_visibility.ts";

/** The slice of the Screen Wake Lock API that is used. */
export interface ScreenLocks {
  request(type: "screen"): Promise<Pick<WakeLockSentinel, "released" | "release">>;
}

/** Options of {@link keepScreenOn}. */
export interface ScreenOptions {
  /** Undefined where the browser has none. */
  readonly wakeLock: ScreenLocks | undefined;
  readonly page: PageVisibility;
  readonly signal: AbortSignal;
}

/**
 * Keeps the screen on until the signal aborts: a phone that goes dark mutes its camera. Browsers
 * take the lock back from a hidden page, so it is asked for again when the page is seen.
 */
export function keepScreenOn({ wakeLock, page, signal }: ScreenOptions): void {
  if (!wakeLock) return;
  let asking = false;
  let held: Awaited<ReturnType<ScreenLocks["request"]>> | null = null;

  async function hold(): Promise<void> {
    if (page.hidden || asking || (held && !held.released)) return;
    asking = true;
    // Rejects on a low battery, or where the system forbids it: the call goes on.
    held = await wakeLock?.request("screen").catch(() => null) ?? null;
    asking = false;
    if (signal.aborted) release();
  }

  function release(): void {
    held?.release().catch(() => {});
  }

  void hold();
  page.addEventListener("visibilitychange", () => void hold(), { signal });
  signal.addEventListener("abort", release, { once: true });
}

import type { Later } from "../platform/clock.ts";

/** Options of {@link openDrawing}. */
export interface DrawingOptions {
  readonly draw: () => void;
  /** Milliseconds for which something more urgent may go on; 0: nothing does. */
  readonly urgentMs: () => number;
  /** Runs with the next frame; a page that is hidden has none, and runs soon. */
  readonly nextFrame: (run: () => void) => void;
  readonly later: Later;
}

/** Drawing of a page: at most once a frame, and after what is more urgent. */
export interface Drawing {
  /** Draws with the next frame, or as soon as nothing is more urgent. */
  request(): void;
  /** Draws what waits for a frame, which may not come. */
  flush(): void;
}

/** Begins with nothing to draw. */
export function openDrawing({ draw, urgentMs, nextFrame, later }: DrawingOptions): Drawing {
  let isDue = false;
  let held = new AbortController();

  function run(): void {
    if (!isDue) return;
    isDue = false;
    held.abort();
    const ms = urgentMs();
    if (ms <= 0) return draw();
    held = new AbortController();
    later(ms, request, held.signal);
  }

  function request(): void {
    if (isDue) return;
    isDue = true;
    nextFrame(run);
  }

  return { request, flush: run };
}

import type { Later } from "../platform/clock.ts";

/** Options of {@link scheduleRenders}. */
export interface RenderScheduleOptions {
  readonly draw: () => void;
  /** Milliseconds for which something more urgent may go on; 0: nothing does. */
  readonly setupMs: () => number;
  /** Runs with the next frame; a page that is hidden has none, and runs soon. */
  readonly nextFrame: (run: () => void) => void;
  readonly later: Later;
}

/** Renders of a page: at most once a frame, and after what is more urgent. */
export interface RenderSchedule {
  /** Draws with the next frame, or as soon as nothing is more urgent. */
  request(): void;
  /** Draws what waits for a frame, which may not come. */
  flush(): void;
}

/** Schedules renders, with none due. */
export function scheduleRenders(
  { draw, setupMs, nextFrame, later }: RenderScheduleOptions,
): RenderSchedule {
  let isDue = false;
  let held = new AbortController();

  function run(): void {
    if (!isDue) return;
    isDue = false;
    held.abort();
    const ms = setupMs();
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

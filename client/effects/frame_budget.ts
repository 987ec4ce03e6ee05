/** Frames a second that a background must keep. */
const LEAST_RATE = 12;
/** Time that one frame may take at that rate. */
const FRAME_MS = 1000 / LEAST_RATE;
/** Share of a new frame in the average. */
const WEIGHT = 0.1;
/** Time that the average has to be too high before something follows. */
const TOO_SLOW_MS = 6000;

/** Work that is done for each frame. */
export type Effort =
  /** A mask of its own for each frame. */
  | "full"
  /** A mask for every third frame. */
  | "less"
  | "none";

/** Watches whether a machine keeps up; steps down once, and then gives up. */
export interface FrameBudget {
  /** Notes a frame that took `ms` and was done at `now`; gives the effort from now on. */
  note(ms: number, now: number): Effort;
}

/** Begins with the whole effort. */
export function watchFrameBudget(): FrameBudget {
  let effort: Effort = "full";
  let average = 0;
  let slowSince: number | null = null;
  return {
    note(ms, now) {
      average += (ms - average) * WEIGHT;
      if (average <= FRAME_MS) {
        slowSince = null;
        return effort;
      }
      slowSince ??= now;
      if (now - slowSince < TOO_SLOW_MS) return effort;
      slowSince = null;
      average = 0;
      effort = effort === "full" ? "less" : "none";
      return effort;
    },
  };
}

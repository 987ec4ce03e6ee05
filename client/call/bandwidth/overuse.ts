/** Times of this page's encoders, looked at once a second. */
export interface EncoderTimes {
  /** True if a browser says that it sends less for want of processor time. */
  readonly limited: boolean;
  /** Share of the time between two frames that encoding one takes, of the slowest encoder. */
  readonly busy: number;
}

/** Judgement on the processor: how far pictures are made smaller for it. */
export interface OveruseState {
  /** Steps down from the size that is wanted. */
  readonly steps: number;
  /** Looks in a row at which it was short. */
  readonly short: number;
  /** Looks in a row at which it had time to spare. */
  readonly spare: number;
  /** Looks with time to spare before the next step up: each failure doubles them. */
  readonly wait: number;
}

/** State of a processor that nothing is known of. */
export const NO_OVERUSE: OveruseState = { steps: 0, short: 0, spare: 0, wait: 30 };

/** Encoding that takes more of the time of a frame has no time left for everything else. */
const BUSY = 0.6;
/** Looks in a row that make a step down. */
const SHORT_LOOKS = 4;
const MAX_WAIT = 240;
/** Lines of a camera by the number of steps down. */
const LINES = [Infinity, 360, 270, 180];

/** The state after one more look. */
export function detectOveruse(state: OveruseState, times: EncoderTimes): OveruseState {
  const isShort = times.limited || times.busy > BUSY;
  const short = isShort ? state.short + 1 : 0;
  const spare = isShort ? 0 : state.spare + 1;
  if (short >= SHORT_LOOKS && state.steps < LINES.length - 1) {
    // A step up that did not last makes the next one come later.
    const wait = state.steps === 0 ? NO_OVERUSE.wait : Math.min(MAX_WAIT, 2 * state.wait);
    return { steps: state.steps + 1, short: 0, spare: 0, wait };
  }
  if (spare >= state.wait && state.steps > 0) {
    return { ...state, steps: state.steps - 1, short, spare: 0 };
  }
  return { ...state, short, spare };
}

/** Lines that the processor has time for; Infinity if it is not short. */
export function linesFor({ steps }: OveruseState): number {
  return LINES[steps] ?? Infinity;
}

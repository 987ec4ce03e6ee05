/** Options of {@link watchSoundLoss}. */
export interface SoundLossOptions {
  /** Clock of the sound, which stands still while the browser is late for it. */
  readonly context: Pick<AudioContext, "currentTime">;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Told at each further second of sound that is missing. */
  readonly lost: (seconds: number) => void;
}

/** Looks in which the sound's clock is once as far as it can be: it moves by whole buffers. */
const WINDOW_LOOKS = 10;
/** Delay between two windows that is none of two clocks which differ a little, in ms. */
const LOST_MS = 50;

/** Counts the sound that is missing; gives a function to be called several times a second. */
export function watchSoundLoss({ context, elapsed, lost }: SoundLossOptions): () => void {
  let looks = 0;
  let least = Infinity;
  let before = Infinity;
  let sum = 0;
  let told = 0;
  return () => {
    least = Math.min(least, elapsed() - context.currentTime * 1000);
    if (++looks % WINDOW_LOOKS !== 0) return;
    if (least - before > LOST_MS) sum += least - before;
    before = least;
    least = Infinity;
    const seconds = Math.floor(sum / 1000);
    if (seconds === told) return;
    told = seconds;
    lost(seconds);
  };
}

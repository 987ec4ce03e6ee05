/** Runs something once a second, in a hidden page too, until the signal aborts. */
export type Ticker = (run: () => void, signal: AbortSignal) => void;

/** Options of {@link openTicker}. */
export interface TickerOptions {
  /** Milliseconds since 1970: other clocks may stand still while the machine sleeps. */
  readonly now: () => number;
  /** The page's own timer, once a second. */
  readonly own: Ticker;
  /** The same from a worker, once it is loaded; rejects when it cannot be. */
  readonly worker: () => Promise<Ticker>;
  /** The page was asleep. */
  readonly woken: () => void;
}

/** Time between two ticks: they may come at once, or from two sources. */
const MIN_TICK_MS = 900;
/** Delay of a timer that none has in a page that is awake. */
const SLEPT_MS = 5000;
/** Ticks before the worker is loaded: chunks that the call begins with come first. */
const WORKER_AFTER_TICKS = 4;

/** Seconds as they pass, from the page's timer at first and then from a worker too. */
export function openTicker({ now, own, worker, woken }: TickerOptions): Ticker {
  return (run, signal) => {
    let last = now();
    let ticks = 0;
    function tick(): void {
      const passed = now() - last;
      // A clock that was set back does not stop anything.
      if (passed >= 0 && passed < MIN_TICK_MS) return;
      last = now();
      if (passed > SLEPT_MS) woken();
      run();
      if (++ticks !== WORKER_AFTER_TICKS) return;
      // What did not come is asked for again.
      worker().then((start) => start(tick, signal), () => ticks = 0);
    }
    own(tick, signal);
  };
}

import type { Later } from "../../client/platform/clock.ts";
import type { Ticker } from "../../client/platform/ticker.ts";

/** A clock that stands still until a test moves it. */
export interface FakeClock {
  readonly later: Later;
  readonly now: () => number;
  readonly elapsed: () => number;
  /** Falls due at once, but not before the present turn is over. */
  readonly soon: (run: () => void) => void;
  /** Moves on by `ms`; whatever falls due runs at its time, and what follows from it too. */
  pass(ms: number): Promise<void>;
  /** How many timers wait, the aborted ones not counted. */
  waiting(): number;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
  readonly signal: AbortSignal;
}

const never = new AbortController().signal;

/** A clock at time 0. */
export function fakeClock(): FakeClock {
  let time = 0;
  let timers: Timer[] = [];

  const living = () => timers = timers.filter(({ signal }) => !signal.aborted);

  return {
    later(ms, run, signal) {
      if (!signal.aborted) timers.push({ at: time + ms, run, signal });
    },
    now: () => time,
    elapsed: () => time,
    soon: (run) => void timers.push({ at: time, run, signal: never }),
    async pass(ms) {
      const end = time + ms;
      while (true) {
        const [first] = living().filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!first) break;
        time = first.at;
        timers = timers.filter((timer) => timer !== first);
        first.run();
        await turn();
      }
      time = end;
    },
    waiting: () => living().length,
  };
}

/** A pulse on this clock. */
export function everySecond({ later }: Pick<FakeClock, "later">): Ticker {
  return (run, signal) => {
    const tick = () => {
      run();
      later(1000, tick, signal);
    };
    later(1000, tick, signal);
  };
}

/** Lets everything run that waits for nothing but its turn. */
export function turn(): Promise<void> {
  // A task, not a microtask: it comes after all promises that are settled already.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

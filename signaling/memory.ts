import type { Clock } from "./clock.ts";

/** Watches the memory of this process. */
export interface MemoryWatch {
  /** No newcomers: memory is above the soft limit. */
  readonly short: boolean;
}

/** What the watch needs from outside. */
export interface MemoryOptions {
  /** Resident bytes. */
  readonly resident: () => number;
  /** Bytes above which newcomers are refused; a quarter more, and `onFull` is called, once. */
  readonly soft: number;
  readonly onFull: () => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Milliseconds: at a gigabit a second memory grows by 6 MB meanwhile. */
const PERIOD = 50;

/**
 * One client's unfinished fragments grow in the runtime without a limit and without JavaScript
 * seeing them (denoland/deno#15809). So the process gives up in order before it is killed: calls
 * go from browser to browser and do not notice.
 */
export function watchMemory(options: MemoryOptions): MemoryWatch {
  const { resident, soft, onFull, clock, signal } = options;
  let used = resident();
  const look = () => {
    used = resident();
    if (used > soft * 5 / 4) onFull();
    else clock.later(PERIOD, look, signal);
  };
  look();
  return {
    get short() {
      return used > soft;
    },
  };
}

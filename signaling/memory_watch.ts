import type { Clock } from "./clock.ts";

/** Watches the memory of this process. */
export interface MemoryWatch {
  /** No newcomers: memory is above the soft limit. */
  readonly short: boolean;
}

/** Options of the memory watch. */
export interface MemoryOptions {
  /** Resident bytes. */
  readonly resident: () => number;
  /** Bytes above which newcomers are refused; a quarter more, and `onFull` is called, once. */
  readonly soft: number;
  readonly onFull: () => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Resident memory at which the process gives up, from that at which it refuses newcomers. */
const FULL_RATIO = 5 / 4;

/** Reason why a process would exit before its first member joins; null: it would not. */
export function tooLittleMemory(resident: number, limitMiB: number): string | null {
  const ownMiB = Math.ceil(resident / 1024 ** 2);
  if (ownMiB <= limitMiB * FULL_RATIO) return null;
  return `MEMORY_MIB=${limitMiB} is too little: this process has ${ownMiB} MiB before anybody joins` +
    " (`deno task build` beforehand saves some 100)";
}

/** Milliseconds: at a gigabit a second memory grows by 6 MB meanwhile. */
const PERIOD_MS = 50;

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
    if (used > soft * FULL_RATIO) onFull();
    else clock.later(PERIOD_MS, look, signal);
  };
  look();
  return {
    get short() {
      return used > soft;
    },
  };
}

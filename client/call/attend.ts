import { assemble, type AssembleOptions } from "./assembly.ts";
import { observe, type ObserveOptions } from "./observe.ts";
import type { CallState } from "./state.ts";

export interface AttendOptions extends Omit<ObserveOptions, "tell">, AssembleOptions {
  /** The person may see this. */
  readonly tell: (part: Partial<CallState>) => void;
}

/** What comes late takes its place at a call: it observes, and hears what members propose. */
export function attend(options: AttendOptions): void {
  observe({ ...options, tell: (insight) => options.tell({ insight }) });
  assemble(options);
}

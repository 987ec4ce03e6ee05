import type { attend, AttendOptions } from "../call/deferred.ts";
import type { Call } from "../call/call.ts";

/** What comes late and observes a call. */
export interface Observing {
  readonly attend: typeof attend;
}

/** What is needed of the browser. */
export interface InsightOptions extends
  Pick<
    AttendOptions,
    | "about"
    | "createRtc"
    | "elapsed"
    | "entrance"
    | "later"
    | "tell"
    | "moveTo"
    | "now"
    | "session"
    | "signal"
  > {
  readonly late: () => Promise<Observing>;
}

/** After connecting, where that goes well, in ms. */
const SOON = 3000;

/** Starts the deferred part of a call, when there is time for it or as soon as it is needed. */
export function gainInsight(options: InsightOptions, call: Call): void {
  const { signal } = options;
  let asked = false;
  const load = () => {
    if (asked || signal.aborted) return;
    asked = true;
    options.late().then(
      ({ attend }) => signal.aborted || attend({ call, ...options }),
      () => {
        asked = false;
        options.later(SOON, load, signal);
      },
    );
  };
  options.later(SOON, load, signal);
  void call.policy.needed.then(load);
}

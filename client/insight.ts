import type { attend, AttendOptions } from "./call/attend.ts";
import type { Call } from "./call/call.ts";

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

/** Has the call observed by what comes late. What did not come is asked for again. */
export function gainInsight(options: InsightOptions, call: Call): void {
  const { signal } = options;
  options.later(SOON, () => {
    options.late().then(
      ({ attend }) => signal.aborted || attend({ ...call, ...options }),
      () => gainInsight(options, call),
    );
  }, signal);
}

import type { Call } from "./call/call.ts";
import type { observe, ObserveOptions } from "./call/observe.ts";

/** What comes late and observes a call. */
export interface Observing {
  readonly observe: typeof observe;
}

/** What is needed of the browser. */
export interface InsightOptions extends Pick<ObserveOptions, "createRtc" | "later"> {
  readonly late: () => Promise<Observing>;
}

/** After connecting, where that goes well, in ms. */
const SOON = 3000;

/** Has the call observed by what comes late. What did not come is asked for again. */
export function gainInsight(
  browser: InsightOptions,
  call: Call,
  tell: ObserveOptions["tell"],
  signal: AbortSignal,
): void {
  browser.later(SOON, () => {
    browser.late().then(
      ({ observe }) => signal.aborted || observe({ ...browser, ...call, tell, signal }),
      () => gainInsight(browser, call, tell, signal),
    );
  }, signal);
}

import type { DeferredOptions, startDeferred } from "../call/deferred.ts";
import type { Call } from "../call/call.ts";

/** What comes late and observes a call. */
export interface DeferredPart {
  readonly startDeferred: typeof startDeferred;
}

/** What is needed of the browser. */
export interface LoadDeferredOptions extends
  Pick<
    DeferredOptions,
    | "about"
    | "createRtc"
    | "elapsed"
    | "context"
    | "later"
    | "tell"
    | "moveTo"
    | "now"
    | "session"
    | "signal"
  > {
  readonly late: () => Promise<DeferredPart>;
}

/** After connecting, where that goes well, in ms. */
const SOON = 3000;

/** Starts the deferred part of a call, when there is time for it or as soon as it is needed. */
export function loadDeferred(options: LoadDeferredOptions, call: Call): void {
  const { signal } = options;
  let asked = false;
  const load = () => {
    if (asked || signal.aborted) return;
    asked = true;
    options.late().then(
      ({ startDeferred }) => signal.aborted || startDeferred({ call, ...options }),
      () => {
        asked = false;
        options.later(SOON, load, signal);
      },
    );
  };
  options.later(SOON, load, signal);
  void call.policy.needed.then(load);
}

import { kindOf, type Log } from "../signaling/log.ts";

/**
 * The last guard: one throw or rejected promise that nobody caught would end the process, and
 * everybody's signalling with it. It is a bug: it is logged, and the calls go on.
 */
export function guard(log: Log): void {
  for (const type of ["error", "unhandledrejection"] as const) {
    addEventListener(type, (event) => {
      event.preventDefault();
      const fault: unknown = "reason" in event ? event.reason : event.error;
      log({ level: "error", event: "unguarded", detail: kindOf(fault) });
    });
  }
}

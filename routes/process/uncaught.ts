import { kindOf, type Log } from "../../signaling/log.ts";

/**
 * The last guard: one uncaught exception or rejected promise would end the process, and the
 * signaling of all pages with it. It is a bug: it is logged, and the calls go on.
 */
export function guard(log: Log): void {
  for (const type of ["error", "unhandledrejection"] as const) {
    addEventListener(type, (event) => {
      event.preventDefault();
      const fault: unknown = "reason" in event ? event.reason : event.error;
      if (isReset(fault)) return;
      log({ level: "error", event: "uncaught_error", detail: kindOf(fault) });
    });
  }
}

/** Lets a reset that reaches nobody end nothing, in a program without {@link guard}. */
export function ignoreResets(): void {
  addEventListener("error", (event) => {
    if (isReset(event.error)) event.preventDefault();
  });
}

/**
 * True for a reset of a TCP socket whose owner has let go of it: the client of the bus takes its
 * listeners off before the socket is closed. What it means is told by `bus_disconnected`.
 */
export function isReset(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault &&
    (fault.code === "ECONNRESET" || fault.code === "EPIPE");
}

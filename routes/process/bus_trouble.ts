import type { Log } from "../../signaling/log.ts";

const REMIND_S = 60;

/**
 * Logs a trouble of the bus when it has lasted for a second, once a minute while it lasts, and
 * when it is over. Called once a second with its reason, or null.
 */
export function busTroubleLog(log: Log): (trouble: string | null) => void {
  let seconds = 0;
  return (trouble) => {
    if (!trouble) {
      if (seconds > 1) log({ level: "info", event: "bus_connected" });
      seconds = 0;
      return;
    }
    if (seconds++ % REMIND_S === 1) {
      log({ level: "error", event: "bus_disconnected", detail: trouble });
    }
  };
}

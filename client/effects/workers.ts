import { scriptsUnder } from "../platform/worker_policy.ts";

const scriptOf = scriptsUnder("rtc-effects", {
  background: "/assets/background_worker.js",
});

/** Starts the worker that draws backgrounds. */
export const openWorker = (): Worker => new Worker(scriptOf("background"));

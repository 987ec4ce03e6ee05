import { scriptsUnder } from "../platform/worker_policy.ts";

const scriptOf = scriptsUnder("rtc-effects", {
  background: "/assets/background_worker.js",
  wasm: "/assets/wasm_worker.js",
});

/** Starts one of the workers that effects have. */
export const openWorker = (name: "background" | "wasm"): Worker => new Worker(scriptOf(name));

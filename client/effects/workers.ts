import { workersUnder } from "../platform/worker_policy.ts";

/** Starts one of the workers that effects have. */
export const openWorker = workersUnder("rtc-effects", {
  background: "/assets/background_worker.js",
  wasm: "/assets/wasm_worker.js",
});

/** The slice of Trusted Types that is used (W3C Trusted Types §2.3). */
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(name: string): string }): {
    createScriptURL(name: string): string;
  };
}

const ADDRESSES = {
  background: "/assets/background_worker.js",
  wasm: "/assets/wasm_worker.js",
} as const;
type WorkerName = keyof typeof ADDRESSES;

const isWorker = (name: string): name is WorkerName => Object.hasOwn(ADDRESSES, name);

/** The second policy that the page's headers allow: it gives these two addresses and no other. */
const policies: Policies | undefined = globalThis.trustedTypes;
const policy = policies?.createPolicy("rtc-effects", {
  createScriptURL: (name) => isWorker(name) ? ADDRESSES[name] : "",
});

/** Starts one of the workers that effects have. */
export const openWorker = (name: WorkerName): Worker =>
  new Worker(policy?.createScriptURL(name) ?? ADDRESSES[name]);

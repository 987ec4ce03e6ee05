import type {} from "./worker_policy.ts";

const ADDRESS = "/assets/encoder_worker.js";
/** The page's headers allow it, and it gives this address alone, whatever is asked. */
const policy = globalThis.trustedTypes?.createPolicy("rtc-encoder", {
  createScriptURL: () => ADDRESS,
});

/** Worker that the frames of tapped senders pass through; null: none runs here, or it has failed. */
export const encoder: { worker?: Worker | null } = {};

/**
 * Lets the frames of a sender pass through a worker under this name, so that senders can share an
 * encoder; where the browser cannot, nothing happens. Chromium heeds it only for a sender that has
 * just been made.
 */
export function tapSender(sender: RTCRtpSender, name: string): void {
  if (encoder.worker === null) return;
  try {
    sender.transform = new RTCRtpScriptTransform(
      encoder.worker ??= new Worker(policy?.createScriptURL("") ?? ADDRESS),
      { id: name },
    );
  } catch {
    // No such transforms here, or no worker; in Firefox, too, one that could not be loaded.
    encoder.worker = null;
  }
}

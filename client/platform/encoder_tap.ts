import { encoder, tapSender } from "./tapped_senders.ts";

/** Worker that the frames of senders pass through, and the senders. */
export interface EncoderTap {
  /** Undefined while no sender's frames pass through one; null: it has failed. */
  worker(): Pick<Worker, "postMessage" | "addEventListener"> | null | undefined;
  /** Lets the frames of a sender pass through it under this name, where the browser still can. */
  add(sender: RTCRtpSender, name: string): void;
  /** Ends the worker; none is started any more. */
  abandon(): void;
}

/** The worker of this page. */
export const encoderTap: EncoderTap = {
  worker: () => encoder.worker,
  add: tapSender,
  abandon() {
    encoder.worker?.terminate();
    encoder.worker = null;
  },
};

import { forgetEncoding, inTurn, isPaused } from "./encodings.ts";
import type { Slots } from "./slots.ts";

/** A connection that sends pictures. */
export interface PictureSender {
  slots(): Slots | null;
}

/** Packets that show nothing for this long, in ms: they lack a key frame. Asked ever less often. */
export const FROZEN_MS = 1500;

/** Requests of key frames for pictures that stand still, on both sides of a pair. */
export interface KeyframeRequests {
  /** How long a picture of theirs has stood still, in ms. */
  look(still: number): void;
  /** They say that a picture of this page stands still. */
  asked(): void;
}

/** `ask` tells the other side; `connection` is what carries the own pictures. */
export function keyframeRequests(
  elapsed: () => number,
  connection: () => PictureSender | null,
  ask: () => void,
): KeyframeRequests {
  let patience = FROZEN_MS;
  let refreshed = -FROZEN_MS;
  return {
    look(still) {
      if (still < FROZEN_MS) patience = FROZEN_MS;
      else if (still >= patience) {
        patience = 2 * still;
        ask();
      }
    },
    asked() {
      const carrying = connection();
      if (!carrying || elapsed() - refreshed < FROZEN_MS) return;
      refreshed = elapsed();
      void sendKeyframes(carrying);
    },
  };
}

/**
 * Has every picture begin anew with a key frame: what a decoder waits for after losses, and asks
 * for (PLI, RFC 4585 §6.3.1) only after three seconds.
 */
export async function sendKeyframes(connection: PictureSender): Promise<void> {
  const slots = connection.slots();
  if (!slots) return;
  for (const { sender } of [slots.camera, slots.screen]) await sendKeyframe(sender);
}

/** A sender set going again sends one. */
export async function sendKeyframe(sender: RTCRtpSender): Promise<void> {
  await inTurn(sender, async () => {
    // A picture that is not sent begins with a key frame when it is.
    if (isPaused(sender) || !sender.track) return;
    for (const active of [false, true]) {
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings ?? []) encoding.active = active;
      // One that fails halfway leaves the encoding inactive.
      await sender.setParameters(parameters).catch(() => forgetEncoding(sender));
    }
  });
}

import { inTurn } from "./encodings.ts";
import type { Slot, Slots } from "./slots.ts";

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

/** Time after which a picture that stands still is sent again, in ms: soon, then ever later. */
const STILL_MS = 900;
/** Before the other side takes it for a broken one. */
const MAX_STILL_MS = 3600;
/** Frames that one try brings; a source that gives more moves by itself. */
const FRAMES_OF_A_TRY = 2;
const PICTURES = ["camera", "screen"] as const;

/** Sends pictures again whose source gives no frames: a still canvas, a screen that does not change. */
export interface StillPictures {
  /** Takes the number of frames encoded so far on the connection that carries the pictures. */
  look(connection: PictureSender, encoded: Readonly<Record<Slot, number>>): void;
}

/** Picture since its source last moved, or was asked. */
interface Stillness {
  readonly encoded: number;
  readonly since: number;
  readonly pauseMs: number;
  readonly tried: boolean;
}

/**
 * A source that stands still gives a browser nothing to encode, so that who comes later sees
 * nothing at all, and who has seen it small goes on seeing it so. A sender that is set going again
 * asks its source for the last frame.
 */
export function refreshStillPictures(elapsed: () => number): StillPictures {
  let carrying: PictureSender | null = null;
  const seen = new Map<Slot, Stillness>();

  function look(slot: Slot, sender: RTCRtpSender, encoded: number): void {
    const now = elapsed();
    const begun = { encoded, since: now, pauseMs: STILL_MS, tried: false };
    const before = seen.get(slot);
    const moves = before && encoded > before.encoded + (before.tried ? FRAMES_OF_A_TRY : 0);
    if (!before || moves) return void seen.set(slot, begun);
    if (now - before.since < before.pauseMs) return;
    const pauseMs = Math.min(MAX_STILL_MS, 2 * before.pauseMs);
    seen.set(slot, { encoded, since: now, pauseMs, tried: true });
    void sendKeyframe(sender);
  }

  return {
    look(connection, encoded) {
      if (connection !== carrying) seen.clear();
      carrying = connection;
      for (const slot of PICTURES) {
        const sender = connection.slots()?.[slot].sender;
        if (sender?.track) look(slot, sender, encoded[slot]);
        else seen.delete(slot);
      }
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
  for (const slot of PICTURES) await sendKeyframe(slots[slot].sender);
}

/** A sender set going again sends one. */
async function sendKeyframe(sender: RTCRtpSender): Promise<void> {
  await inTurn(sender, async () => {
    // A picture that is not sent begins with a key frame when it is.
    if (sender.getParameters().encodings?.[0]?.active === false) return;
    for (const active of [false, true]) {
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings ?? []) encoding.active = active;
      await sender.setParameters(parameters).catch(() => {});
    }
  });
}

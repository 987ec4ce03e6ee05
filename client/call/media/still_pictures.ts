import { type PictureSender, sendKeyframe } from "./keyframes.ts";
import type { Slot } from "./slots.ts";

/** Time after which a picture that stands still is sent again, in ms: soon, then ever later. */
const STILL_MS = 900;
/** Before the other side takes it for a broken one. */
const MAX_STILL_MS = 3600;
/** Frames that one try brings; a source that gives more moves by itself. */
const FRAMES_OF_A_TRY = 2;
const PICTURES = ["camera", "screen"] as const;

/** Sends pictures of a connection again whose source gives no frames: a still canvas, a screen that does not change. */
export interface StillPictures {
  /** Takes the number of frames encoded so far. */
  look(encoded: Readonly<Record<Slot, number>>): void;
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
export function refreshStillPictures(
  connection: PictureSender,
  elapsed: () => number,
): StillPictures {
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
    look(encoded) {
      for (const slot of PICTURES) {
        const sender = connection.slots()?.[slot].sender;
        if (sender?.track) look(slot, sender, encoded[slot]);
        else seen.delete(slot);
      }
    },
  };
}

import type { Cap, Caps, Limit } from "../media/encodings.ts";
import type { PictureRequest, ShownPicture } from "../messages/group_control.ts";

/** Pictures per second of the composed stage. */
export const STAGE_RATE = 15;
/** Lines of the composed stage, and its bits per second at that size. */
const FULL = { lines: 720, bitrate: 1_000_000 };
/** Sound of the stage to one of those who watch, with all headers, in bits per second. */
const SOUND_BITRATE = 64_000;
/** Bits per second that one of those who watch needs. */
export const VIEWER_BITRATE = FULL.bitrate + SOUND_BITRATE;
const MIN_BITRATE = 150_000;
const UNASKED: ShownPicture = { height: 360, rate: STAGE_RATE };

/** Limits of the stage for a player, which cannot say what it shows. */
export const PLAYER_LIMITS: Readonly<Record<"picture" | "sound", Limit>> = {
  picture: { ...FULL, rate: STAGE_RATE },
  sound: { bitrate: 48_000 },
};

/** Limits of the stage for one viewer: never more than it has asked for. */
export function viewerCaps(request: PictureRequest | null): Caps {
  const { camera, screen, chosen: refused = false } = request ?? {};
  const withheld = { camera: refused, screen: refused };
  return { camera: capOf(camera), screen: capOf(screen), refused, withheld };
}

function capOf({ height, rate }: ShownPicture = UNASKED): Cap {
  const lines = Math.min(FULL.lines, height);
  const bitrate = Math.max(MIN_BITRATE, Math.round(FULL.bitrate * lines / FULL.lines));
  return { bitrate, rate: Math.min(STAGE_RATE, rate), height: lines };
}

import type { Cap, Caps, Limit, Limits } from "../media/encodings.ts";
import type { PictureRequest, ShownPicture } from "../messages/group_control.ts";
import {
  allocateBitrate,
  type Demand,
  LEAST_WAY,
  type PictureDemand,
} from "./bitrate_allocation.ts";

/** One receiver of this page's pictures. */
export interface Receiver {
  readonly id: string;
  /** How it shows them; null: it has not said so, and is sent everything. */
  readonly request: PictureRequest | null;
  /** Bits per second that the way to it is estimated to carry; null: not known. */
  readonly estimate: number | null;
}

/** Situation of a page that sends pictures. */
export interface Situation {
  readonly receivers: readonly Receiver[];
  /** Limits by the number of members. */
  readonly limits: Limits;
  /** True if an encoder uses all that the uplink leaves it, and could use more. */
  readonly isNarrow: boolean;
  /** Lines that the processor has time for; Infinity if it is not short of it. */
  readonly lines: number;
  readonly sends: { readonly camera: boolean; readonly screen: boolean };
}

/** Share of its estimate that a way may be given: it grows where there is room. */
const GROWTH = 1.25;
/** Bitrate grows slower than the area of a picture: half the height takes a third of it. */
const BITRATE_EXPONENT = 1.5;
/**
 * Step between two bitrates: each one that is written may cost a key frame, and in Firefox one of
 * the picture that the same m-line receives, whose decoder begins anew.
 */
const STEP = 1.4;
const UNLIMITED_LINES = 4320;

/** Limits of the pictures to each receiver. */
export function capsFor(situation: Situation): Record<string, Caps> {
  const { receivers } = situation;
  const wanted = receivers.map((one) => ({ ...one, ...wantedBy(one, situation) }));
  const known = receivers.every(({ estimate }) => estimate !== null);
  // With one receiver there is nothing to divide: its congestion control knows better.
  const uplink = situation.isNarrow && known && receivers.length > 1
    ? receivers.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0)
    : Infinity;
  const shares = uplink < Infinity
    ? allocateBitrate(uplink, wanted.map((one) => demandOf(one, situation)))
    : null;
  return Object.fromEntries(wanted.map(({ id, request, camera, screen }) => {
    const share = shares?.get(id);
    const refused = request?.chosen ?? false;
    const isCut = (slot: "camera" | "screen") =>
      share?.[slot] === 0 && situation.sends[slot] && (request?.[slot].height ?? 1) > 0;
    return [id, {
      camera: within(camera, share?.camera),
      screen: within(screen, share?.screen),
      refused,
      withheld: { camera: refused || isCut("camera"), screen: refused || isCut("screen") },
    }];
  }));
}

function wantedBy({ request }: Receiver, { limits, lines }: Situation) {
  return {
    camera: capOf(limits.camera, request?.camera ?? null, lines),
    screen: capOf(limits.screen, request?.screen ?? null, Infinity),
  };
}

/** Limits of a picture that is shown so, without regard to the uplink. */
function capOf(limit: Limit, shown: ShownPicture | null, most: number): Cap {
  const height = Math.min(shown?.height ?? UNLIMITED_LINES, most);
  const { bitrate, lines = height, rate = 30 } = limit;
  return {
    height,
    rate: Math.min(rate, shown?.rate || rate),
    bitrate: Math.round(bitrate * Math.min(1, height / lines) ** BITRATE_EXPONENT),
  };
}

function demandOf(
  { id, estimate, camera, screen }: Receiver & Pick<Caps, "camera" | "screen">,
  { sends }: Situation,
): Demand {
  return {
    id,
    carries: estimate === null ? Infinity : Math.max(LEAST_WAY, estimate * GROWTH),
    camera: sends.camera ? demand(camera) : null,
    screen: sends.screen ? demand(screen) : null,
  };
}

const demand = ({ height, bitrate }: Cap): PictureDemand | null =>
  height > 0 ? { height, bitrate } : null;

/** The same within a share of the uplink, in coarse steps. */
function within(cap: Cap, share: number | undefined): Cap {
  if (share === undefined || share >= cap.bitrate) return cap;
  if (share === 0) return { ...cap, height: 0 };
  const bitrate = Math.round(STEP ** Math.floor(Math.log(share) / Math.log(STEP)));
  return { ...cap, bitrate };
}

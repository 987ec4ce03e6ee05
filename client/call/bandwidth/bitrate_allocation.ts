/** Picture that one member is to be sent. */
export interface PictureDemand {
  /** Device pixels at which the member shows it: a larger picture is more important. */
  readonly height: number;
  /** Bits per second that it can use. */
  readonly bitrate: number;
}

/** Demand of one member on the uplink. */
export interface Demand {
  readonly id: string;
  /** Bits per second that the way to this member carries at most; Infinity if that is not known. */
  readonly carries: number;
  /** Null is not sent. */
  readonly camera: PictureDemand | null;
  readonly screen: PictureDemand | null;
}

/** Share of one member in the uplink, in bits per second; 0 is not sent. */
export interface Share {
  readonly mic: number;
  readonly camera: number;
  readonly screen: number;
}

/** Sound of a member with all headers, in bits per second. */
export const SOUND_BITRATE = 64_000;
/** Bits per second below which a picture shows nothing worth its place. */
export const LEAST_BITRATE = { camera: 50_000, screen: 100_000 } as const;

/** Bits per second that every way is taken to carry: the levels decide what a narrower one is sent. */
export const LEAST_WAY = SOUND_BITRATE + LEAST_BITRATE.camera + LEAST_BITRATE.screen;

/** One picture on its way through the division. */
interface Claim {
  readonly id: string;
  readonly slot: "camera" | "screen";
  readonly height: number;
  readonly bitrate: number;
  share: number;
}

/**
 * Divides one uplink of so many bits per second: the sound of all comes first, then shared screens,
 * then cameras by the size at which they are shown. Each gets the least that is of use before any
 * gets more; what is left fills them in that order, equal ones equally.
 */
export function allocateBitrate(
  uplink: number,
  demands: readonly Demand[],
): ReadonlyMap<string, Share> {
  const sound = Math.min(SOUND_BITRATE, uplink / Math.max(1, demands.length));
  const left = new Map(demands.map(({ id, carries }) => [id, Math.max(0, carries - sound)]));
  const claims = claimsOf(demands);
  let rest = uplink - sound * demands.length;

  function give(claim: Claim, bitrate: number): void {
    claim.share += bitrate;
    rest -= bitrate;
    left.set(claim.id, (left.get(claim.id) ?? 0) - bitrate);
  }

  const open: Claim[] = [];
  for (const claim of claims) {
    const least = Math.min(LEAST_BITRATE[claim.slot], claim.bitrate);
    if (least > rest || least > (left.get(claim.id) ?? 0)) continue;
    give(claim, least);
    open.push(claim);
  }
  for (const group of groupsOf(open)) {
    const room = (claim: Claim) => Math.min(claim.bitrate - claim.share, left.get(claim.id) ?? 0);
    // Who can use least is served first: what it leaves is the others'.
    group.sort((a, b) => room(a) - room(b)).forEach((claim, at) => {
      give(claim, Math.max(0, Math.min(room(claim), rest / (group.length - at))));
    });
  }
  return new Map(demands.map(({ id }) => [id, shareOf(id, sound, claims)]));
}

/** Pictures in the order of their importance. */
function claimsOf(demands: readonly Demand[]): Claim[] {
  const of = (slot: Claim["slot"]) =>
    demands.flatMap(({ id, [slot]: picture }): Claim[] =>
      picture ? [{ id, slot, ...picture, share: 0 }] : []
    ).sort((a, b) => b.height - a.height);
  return [...of("screen"), ...of("camera")];
}

/** Pictures of one kind and one size share alike. */
function groupsOf(claims: readonly Claim[]): Claim[][] {
  const groups: Claim[][] = [];
  for (const claim of claims) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    if (last && first?.slot === claim.slot && first.height === claim.height) last.push(claim);
    else groups.push([claim]);
  }
  return groups;
}

function shareOf(id: string, mic: number, claims: readonly Claim[]): Share {
  const share = (slot: Claim["slot"]) =>
    claims.find((one) => one.id === id && one.slot === slot)?.share ?? 0;
  return { mic, camera: share("camera"), screen: share("screen") };
}

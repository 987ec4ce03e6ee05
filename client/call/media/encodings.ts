import { type About, NO_ABOUT } from "../messages/about.ts";
import type { SendLevel } from "../../state/diagnostics.ts";
import { NO_TRACKS, type Slot, SLOTS, type Slots, type Tracks } from "./slots.ts";

/** Limits of one encoding; `lines` are those of the shorter side, so that upright pictures count alike. */
export interface Limit {
  /** Bits per second. */
  readonly bitrate: number;
  /** Frames per second. */
  readonly rate?: number;
  readonly lines?: number;
  /** Device pixels at which the picture is shown; 0: it is not, and nothing is sent. */
  readonly height?: number;
  /** True if the track is silence that nobody misses, and nothing is sent. */
  readonly silent?: boolean;
  /** Bits per second of sound that is not speech. */
  readonly music?: number;
  /** Sound is sent in long packets, where the browser can. */
  readonly long?: { readonly bitrate: number };
}
export type Limits = Readonly<Record<Slot, Limit>>;

/** Tracks of this page, and the limits within which one member is sent them. */
export interface Sending {
  readonly tracks: Tracks;
  readonly limits: Limits;
}

/** Media to one member, and the description of this page that goes with them. */
export interface MemberSending extends Sending {
  readonly about: About;
}

/** Limits of one picture by what its receiver shows and the uplink carries. */
export type Cap = Required<Pick<Limit, "bitrate" | "rate" | "height">>;
/** Limits of the pictures to one member, below those by the number of members. */
export interface Caps {
  readonly camera: Cap;
  readonly screen: Cap;
  /** The member's person wants no pictures. */
  readonly refused: boolean;
  /** The member is told that there is no such picture: it waits for none, and shows none that stands. */
  readonly withheld: Pick<About, "camera" | "screen">;
}

/** All that decides what one member is sent. */
export interface SendWish {
  /** Tracks of this page. */
  readonly tracks: Tracks;
  /** Description of this page. */
  readonly about: About;
  /** Number of members that have connected. */
  readonly others: number;
  /** Level at which this member is sent media. */
  readonly level: SendLevel;
  readonly caps?: Caps | undefined;
}

type Picture = Required<Pick<Limit, "bitrate" | "rate" | "lines">>;
/** Encodings as browsers have them besides the standard's (W3C WebRTC Extensions §5.2.1). */
type Encoding = RTCRtpEncodingParameters & { adaptivePtime?: boolean };
type Parameters = RTCRtpSendParameters & { degradationPreference?: string };

/** Limits of the camera in a call of two. */
export const FULL_CAMERA: Picture = { bitrate: 2_000_000, lines: 720, rate: 30 };
const SMALLEST_CAMERA: Picture = { bitrate: 260_000, lines: 270, rate: 15 };
/** Limits of the camera by the number of other members: a mesh sends everything once to each. */
const CAMERA: readonly Picture[] = [
  FULL_CAMERA,
  { bitrate: 1_100_000, lines: 540, rate: 30 },
  { bitrate: 700_000, lines: 360, rate: 24 },
  { bitrate: 450_000, lines: 270, rate: 20 },
  { bitrate: 350_000, lines: 270, rate: 15 },
  { bitrate: 300_000, lines: 270, rate: 15 },
  SMALLEST_CAMERA,
];
/** Bits per second of a shared screen to all members together. */
const SCREEN_BITRATE = 2_500_000;
/**
 * Size and rate of a shared screen by the number of others: all encoders together take some 60
 * megapixels a second, and text keeps its lines as long as fewer frames will do.
 */
const SMALLEST_SCREEN = { lines: 900, rate: 6 };
const SCREEN: readonly Omit<Picture, "bitrate">[] = [
  { lines: 1440, rate: 15 },
  { lines: 1080, rate: 15 },
  { lines: 1080, rate: 10 },
  { lines: 1080, rate: 8 },
  { lines: 900, rate: 8 },
  { lines: 900, rate: 7 },
  SMALLEST_SCREEN,
];
/** Limits at a lower level, below what a browser's own congestion control goes to. */
const LESS_CAMERA: Picture = { bitrate: 30_000, rate: 5, lines: 120 };
const LESS_SCREEN: Picture = { bitrate: 30_000, rate: 2, lines: 720 };
/** Opus for speech. Each packet has some 76 bytes of headers, so long packets leave more for it. */
const MIC: Readonly<Record<SendLevel, Limit>> = {
  full: { bitrate: 32_000, music: 128_000 },
  less: { bitrate: 12_000, long: { bitrate: 16_000 } },
  sound: { bitrate: 8000, long: { bitrate: 16_000 } },
};
/**
 * Lines of a connection's first picture. Chromium begins with 300 kbit/s, voice included, and
 * below that drops whole frames of the camera until they have at most 320×240 pixels.
 */
const FIRST_LINES = 180;
/** Share of lines by which a browser may miss a size that it was asked for. */
const INEXACT = 0.02;

/** Tracks and limits for one member, and what it is told of this page. */
export function sendingTo({ tracks, about, others, level, caps }: SendWish): MemberSending {
  const { mic, camera, screen } = limitsFor(others, level);
  return {
    tracks: tracksAt(level, tracks),
    limits: {
      mic: { ...mic, silent: tracks.mic?.enabled === false },
      camera: capped(camera, caps?.camera),
      screen: capped(screen, caps?.screen),
    },
    about: aboutAt(level, about, caps?.withheld),
  };
}

function capped(limit: Limit, cap: Cap | undefined): Limit {
  if (!cap) return limit;
  const { bitrate, rate = cap.rate } = limit;
  return {
    ...limit,
    bitrate: Math.min(bitrate, cap.bitrate),
    rate: Math.min(rate, cap.rate),
    height: cap.height,
  };
}

/** Sending of a connection that was told nothing yet. */
export const NO_SENDING: MemberSending = sendingTo({
  tracks: NO_TRACKS,
  about: NO_ABOUT,
  others: 1,
  level: "full",
});

/** Limits of everything that one of `others` members is sent at `level`. */
export function limitsFor(others: number, level: SendLevel): Limits {
  const mic = MIC[level];
  if (level !== "full") return { mic, camera: LESS_CAMERA, screen: LESS_SCREEN };
  const bitrate = Math.round(SCREEN_BITRATE / Math.max(1, others));
  const screen = { bitrate, ...of(SCREEN, others) ?? SMALLEST_SCREEN };
  return { mic, camera: cameraLimit(others), screen };
}

/** The camera's limits in a call with `others` other members. */
export function cameraLimit(others: number): Picture {
  return of(CAMERA, others) ?? SMALLEST_CAMERA;
}

function of<T>(table: readonly T[], others: number): T | undefined {
  return table[Math.min(Math.max(others, 1), table.length) - 1];
}

/** The same limits before a connection has shown its first picture. */
export function firstPicture(limits: Limits): Limits {
  const lines = Math.min(FIRST_LINES, limits.camera.lines ?? FIRST_LINES);
  return { ...limits, camera: { ...limits.camera, lines } };
}

/** Tracks that a member is sent at `level`: where there is room for one picture, it is the screen's. */
export function tracksAt(level: SendLevel, all: Tracks): Tracks {
  const held = withheld(level, all.screen !== null);
  return {
    ...all,
    camera: held.camera ? null : all.camera,
    screen: held.screen ? null : all.screen,
  };
}

/** Description of this page to a member that is sent `level`: nobody waits for what is withheld. */
export function aboutAt(level: SendLevel, all: About, more?: Caps["withheld"]): About {
  const held = withheld(level, all.screen);
  return {
    ...all,
    camera: all.camera && !held.camera && !more?.camera,
    screen: all.screen && !held.screen && !more?.screen,
  };
}

function withheld(level: SendLevel, sharing: boolean) {
  return { camera: level === "sound" || level === "less" && sharing, screen: level === "sound" };
}

/** Lines of a picture as it is captured now; null when the browser does not know. */
function linesOf(track: MediaStreamTrack): number | null {
  const { width, height } = track.getSettings();
  return height ? Math.min(height, width ?? height) : null;
}

const turns = new WeakMap<object, Promise<void>>();

/** Runs what changes `owner` one after the other: overlapping changes undo each other. */
export function inTurn(owner: object, run: () => Promise<void>): Promise<void> {
  const mine = (turns.get(owner) ?? Promise.resolve()).then(run);
  turns.set(owner, mine.catch(() => {}));
  return mine;
}

/** Encodings as this page last wrote them: browsers drop fields that they do not know. */
const written = new WeakMap<RTCRtpSender, Partial<Encoding>>();

/** True if this page has paused what `sender` sends, since nobody sees or hears it. */
export const isPaused = (sender: RTCRtpSender): boolean => written.get(sender)?.active === false;

/** Has an encoding written again that somebody else may have left in another state. */
export const forgetEncoding = (sender: RTCRtpSender): void => void written.delete(sender);

/**
 * Writes the limits of what `slots` send, each by the size of its track at that moment, and nothing
 * that is written already. A sender without a track is left alone: in Firefox each write has the
 * picture begin anew that its m-line receives. Never rejects: what a browser refuses is to be
 * applied again later.
 */
export async function applyLimits(slots: Slots, { tracks, limits }: Sending): Promise<void> {
  await Promise.all(
    SLOTS.map((slot) => applyLimit(slots[slot].sender, slot, tracks[slot], limits[slot])),
  );
}

/** Writes the limits of one sender in the same way. */
export const applyLimit = (
  sender: RTCRtpSender,
  slot: Slot,
  track: MediaStreamTrack | null,
  limit: Limit,
): Promise<void> => inTurn(sender, () => write(sender, slot, track, limit)).catch(() => {});

/** Preference where a picture is too much: a screen keeps its lines, since they are text. */
const PREFERENCE = { camera: "balanced", screen: "maintain-resolution" } as const;

async function write(
  sender: RTCRtpSender,
  slot: Slot,
  track: MediaStreamTrack | null,
  limit: Limit,
): Promise<void> {
  if (!track) return;
  const before = written.get(sender);
  // To ask for the parameters halts the page until the browser's busy network thread answers.
  if (before && JSON.stringify(before) === JSON.stringify(encode(before, track, limit))) return;
  const parameters: Parameters = sender.getParameters();
  const encoding: Encoding | undefined = parameters.encodings?.[0];
  if (!encoding) return;
  const wish = encode(encoding, track, limit);
  Object.assign(encoding, wish);
  if (slot === "mic") encoding.priority = "high";
  else parameters.degradationPreference = PREFERENCE[slot];
  await sender.setParameters(parameters);
  written.set(sender, wish);
}

function encode(
  before: Partial<Encoding>,
  track: MediaStreamTrack,
  limit: Limit,
): Partial<Encoding> {
  const { bitrate, music = bitrate, rate, lines, height, silent, long } = limit;
  // Browsers without it, as Firefox, send a voice all the same, and start its decoder again.
  const able = before.adaptivePtime !== undefined;
  const wish: Partial<Encoding> = { active: height !== 0 && !(silent && able) };
  // Chromium keeps its packets as they are when it is switched off: long ones, for ever.
  if (able) wish.adaptivePtime = long !== undefined || before.adaptivePtime === true;
  // What nobody sees or hears goes on as it was when it is wanted again.
  if (!wish.active) return wish;
  wish.maxBitrate = track.contentHint === "music" ? music : bitrate;
  if (able && long) wish.maxBitrate = long.bitrate;
  if (rate !== undefined) wish.maxFramerate = rate;
  const captured = linesOf(track);
  if (lines !== undefined && captured !== null) {
    const tall = track.getSettings().height ?? captured;
    const scale = Math.max(captured / lines, height ? tall / height : 0);
    wish.scaleResolutionDownBy = scale < 1 + INEXACT ? 1 : scale;
  }
  return wish;
}

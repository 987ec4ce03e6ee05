import type { Connection } from "./connection.ts";
import { type Slot, SLOTS } from "./transceivers.ts";

/** What a sender may spend, by how many others there are: a mesh sends everything n times. */
interface Budget {
  /** Bits per second. */
  readonly bitrate: number;
  /** Lines; a taller camera picture is scaled down to this. */
  readonly height: number;
  /** Frames per second. */
  readonly rate: number;
}

const LEAST: Budget = { bitrate: 200_000, height: 180, rate: 15 };
const MOST: Budget = { bitrate: 2_000_000, height: 720, rate: 30 };
const CAMERA: readonly Budget[] = [
  MOST,
  { bitrate: 1_100_000, height: 540, rate: 30 },
  { bitrate: 700_000, height: 360, rate: 24 },
  { bitrate: 450_000, height: 270, rate: 20 },
  { bitrate: 350_000, height: 270, rate: 15 },
  { bitrate: 250_000, height: 180, rate: 15 },
  LEAST,
];
/** Enough for speech with Opus, whose packets carry 20 kbit/s of headers besides. */
const MIC_BITRATE = 32_000;
const SCREEN_BITRATE = 2_500_000;

/** The camera's budget in a call with `others` other people. */
export function cameraBudget(others: number): Budget {
  const index = Math.min(Math.max(others, 1), CAMERA.length) - 1;
  return CAMERA[index] ?? LEAST;
}

/**
 * Has the camera capture no more than the call can use, so that five people cost a weak machine
 * no 720p capture, scaling and self-view (W3C Media Capture §4.3.8). A camera that cannot goes on.
 */
export async function fitCamera(track: MediaStreamTrack | null, others: number): Promise<void> {
  const { height, rate } = others > 2 ? cameraBudget(others) : MOST;
  const now = track?.getConstraints() ?? {};
  const wanted = { width: Math.round(height * 16 / 9), height, frameRate: rate };
  if (!track || idealOf(now.height) === height && idealOf(now.frameRate) === rate) return;
  const ideal = Object.entries(wanted).map(([name, value]) => [name, { ideal: value }]);
  await track.applyConstraints({ ...now, ...Object.fromEntries(ideal) }).catch(() => {});
}

function idealOf(constraint: ConstrainULong | ConstrainDouble | undefined): number | undefined {
  return typeof constraint === "object" ? constraint.ideal : constraint;
}

/** Applies the budget to what `connection` sends. A browser that refuses sends as it likes. */
export async function applyBudget(connection: Connection, others: number): Promise<void> {
  const slots = connection.slots();
  if (!slots) return;
  await Promise.all(SLOTS.map((slot) => limit(slots[slot].sender, slot, others)));
}

/**
 * Has every picture begin anew with a key frame: what a decoder waits for after losses, and asks
 * for (PLI, RFC 4585 §6.3.1) only after three seconds. A sender set going again sends one.
 */
export async function renewPictures(connection: Connection): Promise<void> {
  const slots = connection.slots();
  if (!slots) return;
  for (const { sender } of [slots.camera, slots.screen]) {
    for (const active of [false, true]) {
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings ?? []) encoding.active = active;
      await sender.setParameters(parameters).catch(() => {});
    }
  }
}

async function limit(sender: RTCRtpSender, slot: Slot, others: number): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings ?? [];
  if (!encoding) return;
  encoding.active = true;
  const budget = cameraBudget(others);
  const height = sender.track?.getSettings().height ?? budget.height;
  switch (slot) {
    case "mic":
      encoding.maxBitrate = MIC_BITRATE;
      break;
    case "camera":
      encoding.maxBitrate = budget.bitrate;
      encoding.maxFramerate = budget.rate;
      encoding.scaleResolutionDownBy = Math.max(1, height / budget.height);
      break;
    case "screen":
      encoding.maxBitrate = Math.round(SCREEN_BITRATE / Math.max(1, others));
      break;
  }
  await sender.setParameters(parameters).catch(() => {});
}

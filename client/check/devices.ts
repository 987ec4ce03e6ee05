import { childOf } from "../platform/child_signal.ts";
import { capture, type Devices, type Kind } from "../call/media/capture.ts";
import type { Later } from "../platform/clock.ts";
import { type Finding, found } from "./state.ts";

/** Results of asking for both devices. */
export interface Sources {
  readonly camera: { readonly finding: Finding; readonly picture: MediaStream | null };
  /** Known a while after somebody has spoken, or has not. */
  readonly microphone: Promise<Finding>;
}

/** Options of {@link tryDevices}. */
export interface TryDevicesOptions {
  readonly devices: Devices | undefined;
  /** Opens a meter of a track until the signal aborts; it reads the loudness, 0 to 1. */
  readonly meter: (track: MediaStreamTrack, signal: AbortSignal) => () => Promise<number>;
  readonly later: Later;
  readonly signal: AbortSignal;
}

/** Number of times that the loudness is read, and the time between two. */
const READINGS = 30;
const READING_MS = 100;
/** Loudness of a voice, from 0 to 1; below there is nothing but noise. */
const MIN_LOUDNESS = 0.01;

/** Opens camera and microphone until the signal aborts. */
export async function tryDevices(options: TryDevicesOptions): Promise<Sources> {
  const { devices, signal } = options;
  const captured = await capture(devices, ["mic", "camera"], { mic: "", camera: "" });
  const tracks = [captured.camera, captured.mic].filter((one) => typeof one === "object");
  const stop = () => tracks.forEach((track) => track.stop());
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return {
    camera: judgeCamera(captured.camera),
    microphone: judgeMicrophone(captured.mic, options),
  };
}

/** Track of a kind, or the reason why there is none. */
type Captured = Awaited<ReturnType<typeof capture>>[Kind];

function judgeCamera(track: Captured): Sources["camera"] {
  if (typeof track !== "object") return { finding: failed("camera", track), picture: null };
  const { width = 0, height = 0 } = track.getSettings();
  return { finding: found("picture", width, height), picture: new MediaStream([track]) };
}

async function judgeMicrophone(
  track: Captured,
  { meter, later, signal }: TryDevicesOptions,
): Promise<Finding> {
  if (typeof track !== "object") return failed("mic", track);
  const over = childOf(signal);
  const loudness = meter(track, over.signal);
  let loudest = 0;
  for (let read = 0; read < READINGS && loudest < MIN_LOUDNESS && !signal.aborted; read++) {
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { signal: over.signal });
      later(READING_MS, resolve, over.signal);
    });
    loudest = await loudness();
  }
  over.abort();
  return found(loudest < MIN_LOUDNESS ? "quiet" : "heard");
}

function failed(kind: Kind, why: Exclude<Captured, MediaStreamTrack>): Finding {
  return { is: "device", kind, why: why ?? "failed" };
}

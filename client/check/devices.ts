import { capture, type Devices, type Kind } from "../call/media/capture.ts";
import type { Later } from "../platform/clock.ts";
import { type Finding, found } from "./state.ts";

/** Results of asking for both devices. */
export interface Sources {
  readonly camera: { readonly finding: Finding; readonly picture: MediaStream | null };
  /** Known a while after somebody has spoken, or has not. */
  readonly microphone: Promise<Finding>;
}

/** Options of listening. */
export interface Listening {
  /** Listens to a track until the signal aborts; what it gives reads the loudness, 0 to 1. */
  readonly listen: (track: MediaStreamTrack, signal: AbortSignal) => () => Promise<number>;
  readonly later: Later;
  readonly signal: AbortSignal;
}

/** Looked at so many times, every so many ms; below the level there is nothing but noise. */
const LOOKS = 30;
const LOOK_MS = 100;
const MIN_LOUDNESS = 0.01;

/** Opens camera and microphone until the signal aborts. */
export async function tryDevices(devices: Devices | undefined, ear: Listening): Promise<Sources> {
  const got = await capture(devices, ["mic", "camera"], { mic: "", camera: "" });
  const tracks = [got.camera, got.mic].filter((one) => typeof one === "object");
  const stop = () => tracks.forEach((track) => track.stop());
  if (ear.signal.aborted) stop();
  ear.signal.addEventListener("abort", stop, { once: true });
  return { camera: seeing(got.camera), microphone: hearing(got.mic, ear) };
}

type Got = Awaited<ReturnType<typeof capture>>[Kind];

function seeing(got: Got): Sources["camera"] {
  if (typeof got !== "object") return { finding: failed("camera", got), picture: null };
  const { width = 0, height = 0 } = got.getSettings();
  return { finding: found("picture", width, height), picture: new MediaStream([got]) };
}

async function hearing(got: Got, { listen, later, signal }: Listening): Promise<Finding> {
  if (typeof got !== "object") return failed("mic", got);
  const over = new AbortController();
  signal.addEventListener("abort", () => over.abort(), { signal: over.signal });
  const loudness = listen(got, over.signal);
  let loudest = 0;
  for (let look = 0; look < LOOKS && loudest < MIN_LOUDNESS && !signal.aborted; look++) {
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { signal: over.signal });
      later(LOOK_MS, resolve, over.signal);
    });
    loudest = await loudness();
  }
  over.abort();
  return found(loudest < MIN_LOUDNESS ? "quiet" : "heard");
}

function failed(kind: Kind, why: Exclude<Got, MediaStreamTrack>): Finding {
  return { is: "device", kind, why: why ?? "failed" };
}

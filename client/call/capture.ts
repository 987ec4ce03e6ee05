import type { DeviceChoice, MediaProblem } from "./state.ts";

export type Kind = "mic" | "camera";

/** The slice of `navigator.mediaDevices` that the call uses. */
export type Devices = Pick<
  MediaDevices,
  "getUserMedia" | "getDisplayMedia" | "enumerateDevices" | "addEventListener"
>;

/** What getUserMedia gave for each kind that was asked for: a live track, or why not. */
export type Captured = Partial<Record<Kind, MediaStreamTrack | MediaProblem>>;

/**
 * Captures what is there of `kinds`: all in one request, so that there is one prompt, and when
 * that fails one by one, so that a missing camera costs no microphone. Never rejects.
 */
export async function capture(
  devices: Devices | undefined,
  kinds: readonly Kind[],
  chosen: Readonly<Record<Kind, string>>,
): Promise<Captured> {
  if (!devices?.getUserMedia) return all(kinds, "insecure");
  try {
    const stream = await devices.getUserMedia(constraints(kinds, chosen));
    const captured: Captured = {};
    for (const kind of kinds) {
      const [track] = kind === "mic" ? stream.getAudioTracks() : stream.getVideoTracks();
      captured[kind] = track ?? "missing";
    }
    return captured;
  } catch (error) {
    if (kinds.length > 1) {
      const each = await Promise.all(kinds.map((kind) => capture(devices, [kind], chosen)));
      return Object.assign({}, ...each);
    }
    const [kind] = kinds;
    // A device that was chosen once may be gone by now: any other will do.
    if (kind && chosen[kind] && isMissing(error)) {
      return await capture(devices, kinds, { ...chosen, [kind]: "" });
    }
    return all(kinds, problemOf(error));
  }
}

/** The name of a getUserMedia failure (W3C Media Capture §10.2.1) in the user's terms. */
export function problemOf(error: unknown): MediaProblem {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (isMissing(error)) return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return name === "TypeError" ? "unsupported" : "failed";
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && /^(NotFoundError|OverconstrainedError)$/.test(error.name);
}

function all(kinds: readonly Kind[], why: MediaProblem): Captured {
  return Object.fromEntries(kinds.map((kind) => [kind, why]));
}

function constraints(
  kinds: readonly Kind[],
  chosen: Readonly<Record<Kind, string>>,
): MediaStreamConstraints {
  const device = (kind: Kind) => chosen[kind] ? { deviceId: { exact: chosen[kind] } } : {};
  return {
    audio: kinds.includes("mic") && {
      ...device("mic"),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
    video: kinds.includes("camera") && {
      ...device("camera"),
      ...(chosen.camera ? {} : { facingMode: "user" }),
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
    },
  };
}

/** The devices to choose from; none before the person has allowed any. */
export async function choices(devices: Devices | undefined): Promise<DeviceChoice[]> {
  const found = await devices?.enumerateDevices?.().catch(() => []) ?? [];
  return found
    .filter(({ deviceId }) => deviceId !== "")
    .map(({ kind, deviceId, label }) => ({ kind, deviceId, label }));
}

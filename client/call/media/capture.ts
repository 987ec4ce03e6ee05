import type { DeviceChoice, MediaProblem } from "../../state/device.ts";

export type Kind = "mic" | "camera";

/** The slice of `navigator.mediaDevices` that the call uses. */
export type Devices =
  & Pick<
    MediaDevices,
    | "getUserMedia"
    | "getDisplayMedia"
    | "getSupportedConstraints"
    | "enumerateDevices"
    | "addEventListener"
  >
  & {
    /** W3C Audio Output Devices §3; Firefox. */
    readonly selectAudioOutput?: () => Promise<Pick<MediaDeviceInfo, "deviceId" | "label">>;
  };

/** Result of getUserMedia for each kind that was asked for: a live track, or why not. */
export type Captured = Partial<Record<Kind, MediaStreamTrack | MediaProblem>>;

/**
 * Captures what is there of `kinds`: all in one request, so that there is one prompt, and when
 * that fails one by one, so that a missing camera costs no microphone. Never rejects.
 */
export async function capture(
  devices: Devices | undefined,
  kinds: readonly Kind[],
  chosen: Readonly<Record<Kind, string>>,
  original = false,
): Promise<Captured> {
  if (!devices?.getUserMedia) return all(kinds, "insecure");
  try {
    const stream = await devices.getUserMedia(constraints(kinds, chosen, original));
    const captured: Captured = {};
    for (const kind of kinds) {
      const [track] = kind === "mic" ? stream.getAudioTracks() : stream.getVideoTracks();
      if (track && kind === "mic" && original) track.contentHint = "music";
      captured[kind] = track ?? "missing";
    }
    return captured;
  } catch (error) {
    if (kinds.length > 1) {
      const each = await Promise.all(
        kinds.map((kind) => capture(devices, [kind], chosen, original)),
      );
      return Object.assign({}, ...each);
    }
    return all(kinds, problemOf(error));
  }
}

/** The name of a getUserMedia failure (W3C Media Capture §10.2.1) in the user's terms. */
export function problemOf(error: unknown): MediaProblem {
  const { name, message } = error instanceof Error ? error : { name: "", message: "" };
  if (name === "NotAllowedError" || name === "SecurityError") {
    // As Chromium puts it, which alone tells the two apart.
    return /by system/i.test(message) ? "denied-by-system" : "denied";
  }
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

/** As the camera has it: for the size above a browser would cut an upright picture to a square. */
const WHOLE = { resizeMode: "none" };

/** Wishes with which a browser is asked for devices of these kinds. */
export function constraints(
  kinds: readonly Kind[],
  chosen: Readonly<Record<Kind, string>>,
  original = false,
): MediaStreamConstraints {
  const device = (kind: Kind) => chosen[kind] ? { deviceId: { exact: chosen[kind] } } : {};
  return {
    audio: kinds.includes("mic") && {
      ...device("mic"),
      echoCancellation: !original,
      noiseSuppression: !original,
      autoGainControl: !original,
      ...(original ? { channelCount: 2 } : {}),
    },
    video: kinds.includes("camera") && {
      ...device("camera"),
      ...(chosen.camera ? {} : { facingMode: "user" }),
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
      ...WHOLE,
    },
  };
}

/** Lines of a shared screen: more would be encoded once for each of the others. */
const MAX_SCREEN_HEIGHT = 1440;

/**
 * Asks for a screen (W3C Screen Capture §5.1), within the gesture that calls it. Null when the
 * person changed their mind, "failed" when the browser could not.
 */
export async function captureScreen(
  devices: Devices | undefined,
): Promise<MediaStream | null | "failed"> {
  if (!devices?.getDisplayMedia) return "failed";
  try {
    return await devices.getDisplayMedia(screenConstraints(devices));
  } catch (error) {
    return error instanceof Error && error.name === "NotAllowedError" ? null : "failed";
  }
}

/** Options of getDisplayMedia that browsers know, and TypeScript does not; others ignore them. */
interface ScreenConstraints extends DisplayMediaStreamOptions {
  readonly audio: MediaTrackConstraints & { readonly restrictOwnAudio: boolean };
  readonly systemAudio: "include" | "exclude";
  readonly surfaceSwitching: "include";
  readonly selfBrowserSurface: "exclude";
}

function screenConstraints(devices: Devices): ScreenConstraints {
  const supported = devices.getSupportedConstraints?.() ?? {};
  return {
    video: { frameRate: { ideal: 15 }, height: { max: MAX_SCREEN_HEIGHT } },
    // The sound of a whole system holds what this page plays: the others would hear themselves.
    audio: { restrictOwnAudio: true },
    systemAudio: "restrictOwnAudio" in supported ? "include" : "exclude",
    surfaceSwitching: "include",
    selfBrowserSurface: "exclude",
  };
}

/** The devices to choose from; none before the person has allowed any. */
export async function choices(devices: Devices | undefined): Promise<DeviceChoice[]> {
  const found = await devices?.enumerateDevices?.().catch(() => []) ?? [];
  return found
    .filter(({ deviceId }) => deviceId !== "")
    .map(({ kind, deviceId, label }) => ({ kind, deviceId, label }));
}

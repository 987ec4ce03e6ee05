import { capture, type Captured, type Devices, type Kind } from "./capture.ts";
import type { openShare, Share } from "./share.ts";
import type { Later } from "./clock.ts";
import type { Device, Remark } from "./state.ts";
import type { Tracks } from "./transceivers.ts";

/** What the own devices give right now. */
export interface OwnMedia {
  readonly mic: Device;
  readonly camera: Device;
  readonly picture: MediaStream | null;
  readonly screen: MediaStream | null;
}

/** The own microphone, camera and screen. Nothing here rejects; what fails is told as such. */
export interface Media {
  own(): OwnMedia;
  tracks(): Tracks;
  /** Starts or stops devices; both at once ask for permission once. */
  turn(want: Partial<Record<Kind, boolean>>): void;
  choose(kind: Kind, deviceId: string): void;
  toggleScreen(): void;
  /** The live microphone, muted or not, for its level. */
  microphone(): MediaStreamTrack | null;
}

export interface MediaOptions {
  readonly devices: Devices | undefined;
  /** Brings what a call can begin without; may reject. */
  readonly share: () => Promise<typeof openShare>;
  readonly changed: () => void;
  readonly remark: (remark: Remark) => void;
  readonly later: Later;
  readonly signal: AbortSignal;
}

/** A device that gives nothing for this long, in ms, is looked for anew. */
const MUTE = 1500;

/** Holds the own media until `signal` aborts. */
export function holdMedia(options: MediaOptions): Media {
  const { devices, changed, remark, later, signal } = options;
  const tracks: Record<Kind, MediaStreamTrack | null> = { mic: null, camera: null };
  const device: Record<Kind, Device> = { mic: { is: "off" }, camera: { is: "off" } };
  const chosen: Record<Kind, string> = { mic: "", camera: "" };
  // Which request is the latest of its kind: what an older one brings is stopped.
  const turn: Record<Kind, number> = { mic: 0, camera: 0 };
  let picture: MediaStream | null = null;
  let share: Share | null = null;

  signal.addEventListener("abort", () => {
    stop("mic");
    stop("camera");
    share?.stop();
  }, { once: true });

  async function start(kinds: readonly Kind[]): Promise<void> {
    const turns = kinds.map((kind) => {
      device[kind] = { is: "starting" };
      return ++turn[kind];
    });
    changed();
    take(kinds, turns, await capture(devices, kinds, { ...chosen }));
    changed();
  }

  function take(kinds: readonly Kind[], turns: readonly number[], captured: Captured): void {
    kinds.forEach((kind, at) => {
      const got = captured[kind] ?? "failed";
      const wanted = turn[kind] === turns[at] && !signal.aborted;
      if (typeof got !== "string") {
        if (wanted) hold(kind, got);
        else got.stop();
      } else if (wanted) device[kind] = { is: "failed", why: got };
    });
  }

  function hold(kind: Kind, track: MediaStreamTrack): void {
    tracks[kind]?.stop();
    tracks[kind] = track;
    device[kind] = { is: "on", deviceId: track.getSettings().deviceId ?? "" };
    if (kind === "camera") picture = new MediaStream([track]);
    else share?.mix(track);
    // "ended" comes only when the device or the permission is gone, not after stop().
    track.addEventListener("ended", () => lost(kind, track), { signal });
    // "mute" is the source's silence, not the person's (W3C Media Capture §4.3.1).
    track.addEventListener("mute", () => {
      later(MUTE, () => track.muted && lost(kind, track), signal);
    }, { signal });
  }

  /** The device of `track` is gone: another takes its place where there is one. */
  function lost(kind: Kind, track: MediaStreamTrack): void {
    if (tracks[kind] !== track) return;
    const wasOn = device[kind].is === "on";
    stop(kind);
    chosen[kind] = "";
    remark({ is: "device-lost", kind });
    if (wasOn) void start([kind]);
    else changed();
  }

  // Not every browser says "ended" when a device is pulled out.
  devices?.addEventListener?.("devicechange", () => {
    for (const kind of ["mic", "camera"] as const) {
      const track = tracks[kind];
      if (track?.readyState === "ended") lost(kind, track);
    }
  }, { signal });

  function stop(kind: Kind): void {
    turn[kind]++;
    tracks[kind]?.stop();
    tracks[kind] = null;
    device[kind] = { is: "off" };
    if (kind === "camera") picture = null;
    else share?.mix(null);
  }

  function mute(on: boolean): void {
    if (!tracks.mic) return;
    // The device stays open, so that unmuting is immediate.
    tracks.mic.enabled = on;
    const deviceId = tracks.mic.getSettings().deviceId ?? "";
    device.mic = on ? { is: "on", deviceId } : { is: "off" };
  }

  async function shareScreen(): Promise<void> {
    const open = await options.share().catch(() => () => Promise.resolve("failed" as const));
    const opened = await open(devices, tracks.mic, signal, (ended) => {
      if (share !== ended) return;
      share = null;
      changed();
    });
    if (opened === "failed") remark({ is: "share-failed" });
    else if (opened && !signal.aborted && !share) share = opened;
    else if (opened) opened.stop();
    changed();
  }

  return {
    own: () => ({ ...device, picture, screen: share?.stream ?? null }),
    tracks: () => ({
      mic: share?.audio() ?? tracks.mic,
      camera: tracks.camera,
      screen: share?.track ?? null,
    }),
    turn(want) {
      const opened: Kind[] = [];
      for (const kind of ["mic", "camera"] as const) {
        if (want[kind] === undefined || signal.aborted) continue;
        if (kind === "mic" && tracks.mic) mute(want.mic === true);
        else if (want[kind]) opened.push(kind);
        else stop(kind);
      }
      if (opened.length > 0) void start(opened);
      else changed();
    },
    choose(kind, deviceId) {
      chosen[kind] = deviceId;
      if (device[kind].is === "off" && !tracks[kind]) return;
      const muted = device[kind].is === "off";
      // Some phones open one camera at a time: the old one goes first.
      stop(kind);
      void start([kind]).then(() => {
        if (!muted) return;
        mute(false);
        changed();
      });
    },
    toggleScreen() {
      if (share) share.stop();
      else void shareScreen();
    },
    microphone: () => tracks.mic,
  };
}

import { captureScreen, choices, type Devices, type Kind } from "./capture.ts";
import type { Later } from "../../platform/clock.ts";
import { type Choosable, type DeviceChoices, findDevice } from "./device_choice.ts";
import { deviceInUse } from "./device_state.ts";
import { DEVICE_KINDS, openDevices } from "./local_devices.ts";
import type { PageVisibility } from "../../platform/page_visibility.ts";
import type { openScreenShare, ScreenShare } from "./screen_share.ts";
import { chooseSpeaker } from "./speaker.ts";
import type { Device, DeviceChoice } from "../../state/device.ts";
import type { Toast } from "../../state/call_state.ts";
import type { Tracks } from "./slots.ts";

/** What the own devices give right now. */
export interface OwnMedia {
  readonly mic: Device;
  readonly camera: Device;
  readonly picture: MediaStream | null;
  readonly screen: MediaStream | null;
  /** A screen is shared, or the browser asks for one. */
  readonly sharing: boolean;
}

/** The devices to choose from, and those that are chosen or in use. */
export interface Menus {
  readonly devices: readonly DeviceChoice[];
  readonly selected: Readonly<Record<Choosable, string>>;
}

/** The own microphone, camera and screen. Nothing here rejects; what fails is told as such. */
export interface LocalMedia {
  own(): OwnMedia;
  menus(): Menus;
  tracks(): Tracks;
  /** The last wishes: on or off. */
  wanted(): Record<Kind, boolean>;
  /** Starts or stops devices; both at once ask for permission once. */
  turn(want: Partial<Record<Kind, boolean>>): void;
  /** Tries again, in a gesture. */
  retry(kind: Kind): void;
  choose(kind: Choosable, deviceId: string): void;
  /** Has the browser ask for a speaker. */
  askSpeaker(): void;
  /** Nothing can be played through this speaker. */
  speakerRefused(deviceId: string): void;
  toggleScreen(): void;
  /** The live microphone, muted or not, for its level. */
  microphone(): MediaStreamTrack | null;
}

/** Options of {@link createLocalMedia}. */
export interface LocalMediaOptions {
  readonly devices: Devices | undefined;
  readonly page: PageVisibility;
  readonly choices: DeviceChoices;
  /** Brings what a call can begin without; may reject. */
  readonly share: () => Promise<typeof openScreenShare>;
  readonly changed: () => void;
  readonly toast: (remark: Toast) => void;
  readonly later: Later;
  readonly signal: AbortSignal;
}

/** How the own screen stands; a request that is taken back ends when it is answered. */
type Sharing =
  | { readonly is: "off" }
  | { readonly is: "asking"; readonly wanted: boolean }
  | { readonly is: "on"; readonly share: ScreenShare };

const OFF: Sharing = { is: "off" };
const SAID = { lost: "device-lost", back: "device-back", refused: "device-refused" } as const;

/** Holds the own media until `signal` aborts. */
export function createLocalMedia(options: LocalMediaOptions): LocalMedia {
  const { devices, changed, toast: remark, signal } = options;
  let picture: MediaStream | null = null;
  let sharing: Sharing = OFF;
  let listed: readonly DeviceChoice[] = [];
  let listing = true;

  const local = openDevices({
    ...options,
    changed: settled,
    say: (kind, what) => remark({ is: SAID[what], kind }),
    replaced(kind, track) {
      // What is listed is known only by now, and may be more than before.
      listing = true;
      if (kind === "mic") share()?.mix(track);
      else picture = track && new MediaStream([track]);
    },
  });
  const speaker = chooseSpeaker({
    devices,
    choices: options.choices,
    say: (what) => remark({ is: SAID[what], kind: "speaker" }),
  });

  /** Asked only afterwards: listing devices holds up opening them. */
  function settled(): void {
    changed();
    if (!listing || local.opening() || signal.aborted) return;
    listing = false;
    void list(false);
  }

  async function list(event: boolean): Promise<void> {
    const found = await choices(devices);
    if (signal.aborted) return;
    const same = JSON.stringify(found) === JSON.stringify(listed);
    listed = found;
    if (same && !event) return;
    speaker.listed(found);
    local.listed(found);
  }

  const share = () => sharing.is === "on" ? sharing.share : null;

  async function shareScreen(): Promise<void> {
    sharing = { is: "asking", wanted: true };
    // First, and in the gesture: browsers ask for nothing after a wait.
    const asked = captureScreen(devices);
    const open = options.share().catch(() => null);
    changed();
    const opened = await asked;
    const mixing = await open;
    const wanted = sharing.is === "asking" && sharing.wanted && !signal.aborted;
    sharing = OFF;
    if (opened === "failed" || opened && wanted && !mixing) remark({ is: "share-failed" });
    if (typeof opened === "object" && opened) {
      if (wanted && mixing) sharing = sharingOf(mixing, opened);
      else for (const track of opened.getTracks()) track.stop();
    }
    changed();
  }

  function sharingOf(mixing: typeof openScreenShare, stream: MediaStream): Sharing {
    // The microphone of now, not that of before the question.
    const share = mixing(stream, local.track("mic"), signal, () => {
      sharing = OFF;
      changed();
    });
    return share ? { is: "on", share } : OFF;
  }

  devices?.addEventListener?.("devicechange", () => void list(true), { signal });
  options.page.addEventListener("visibilitychange", () => {
    if (!options.page.hidden) void list(true);
  }, { signal });
  signal.addEventListener("abort", () => share()?.stop(), { once: true });

  function selected(kind: Kind): string {
    const name = DEVICE_KINDS[kind];
    return deviceInUse(local.state(kind)) ??
      findDevice(options.choices.get(name), name, listed) ?? "";
  }

  return {
    own() {
      const camera = local.device("camera");
      return {
        mic: local.device("mic"),
        camera,
        picture: camera.is === "on" ? picture : null,
        screen: share()?.stream ?? null,
        sharing: sharing.is === "on" || sharing.is === "asking" && sharing.wanted,
      };
    },
    menus: () => ({
      devices: listed,
      selected: {
        audioinput: selected("mic"),
        videoinput: selected("camera"),
        audiooutput: speaker.sink(),
      },
    }),
    tracks: () => ({
      mic: share()?.audio() ?? local.track("mic"),
      camera: local.track("camera"),
      screen: share()?.track ?? null,
    }),
    wanted: () => ({ mic: local.state("mic").wanted, camera: local.state("camera").wanted }),
    turn({ mic, camera }) {
      local.send({
        ...(mic === undefined ? {} : { mic: { is: "wish", on: mic } }),
        ...(camera === undefined ? {} : { camera: { is: "wish", on: camera } }),
      });
    },
    retry: (kind) => local.send({ [kind]: { is: "retry" } }),
    choose(kind, deviceId) {
      if (kind === "audioinput") local.send({ mic: { is: "choose", deviceId } });
      else if (kind === "videoinput") local.send({ camera: { is: "choose", deviceId } });
      else speaker.choose(deviceId);
      changed();
    },
    askSpeaker() {
      void speaker.ask().then(() => list(true)).then(changed);
    },
    speakerRefused(deviceId) {
      speaker.refused(deviceId);
      changed();
    },
    toggleScreen() {
      switch (sharing.is) {
        case "off":
          return void shareScreen();
        case "asking":
          sharing = { is: "asking", wanted: !sharing.wanted };
          return changed();
        case "on":
          return sharing.share.stop();
      }
    },
    microphone: () => local.track("mic"),
  };
}

import { type Devices, type Kind } from "./capture.ts";
import type { Later } from "../../platform/clock.ts";
import { type Choosable, type DeviceChoices, findDevice } from "./device_choice.ts";
import { type DeviceEvent, deviceInUse } from "./device_state.ts";
import { watchDeviceList } from "./device_list.ts";
import { DEVICE_KINDS, type LocalDevices, openDevices } from "./local_devices.ts";
import type { PageVisibility } from "../../platform/page_visibility.ts";
import { createLocalScreen, type LocalScreen } from "./local_screen.ts";
import type { openScreenShare } from "./screen_share.ts";
import { chooseSpeaker } from "./speaker.ts";
import type { Device, DeviceChoice } from "../../state/device.ts";
import type { Toast } from "../../state/call_state.ts";
import type { Tracks } from "./slots.ts";

/** State of the own devices. */
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
  /** Devices that the person wants on. */
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

const TOASTS = { lost: "device-lost", back: "device-back", refused: "device-refused" } as const;

/** Holds the own media until `signal` aborts. */
export function createLocalMedia(options: LocalMediaOptions): LocalMedia {
  const { devices, changed, toast: remark, signal } = options;
  let picture: MediaStream | null = null;
  const screen = createLocalScreen({
    devices,
    load: options.share,
    microphone: () => local.track("mic"),
    changed,
    failed: () => remark({ is: "share-failed" }),
    signal,
  });
  const { share } = screen;
  const local = openDevices({
    devices,
    page: options.page,
    choices: options.choices,
    later: options.later,
    signal,
    changed() {
      changed();
      // Only afterwards: listing devices holds up opening them.
      if (!local.opening()) list.refreshIfExpired();
    },
    say: (kind, what) => remark({ is: TOASTS[what], kind }),
    replaced(kind, track) {
      // The browser lists devices only with permission.
      list.expire();
      if (kind === "mic") share()?.mix(track);
      else picture = track && new MediaStream([track]);
    },
  });
  const speaker = chooseSpeaker({
    devices,
    choices: options.choices,
    say: (what) => remark({ is: TOASTS[what], kind: "speaker" }),
  });

  const list = watchDeviceList({
    devices,
    page: options.page,
    changed(found) {
      speaker.listed(found);
      local.listed(found);
    },
    signal,
  });
  const selected = (kind: Kind) =>
    deviceInUse(local.state(kind)) ?? chosenDevice(DEVICE_KINDS[kind], options.choices, list.get());

  return {
    own: () => ownMedia(local, screen, picture),
    menus: () => ({
      devices: list.get(),
      selected: {
        audioinput: selected("mic"),
        videoinput: selected("camera"),
        audiooutput: speaker.sink(),
      },
    }),
    tracks: () => ownTracks(local, share()),
    wanted: () => ({ mic: local.state("mic").wanted, camera: local.state("camera").wanted }),
    turn: (want) => local.send(wishes(want)),
    retry: (kind) => local.send({ [kind]: { is: "retry" } }),
    choose(kind, deviceId) {
      if (kind === "audioinput") local.send({ mic: { is: "choose", deviceId } });
      else if (kind === "videoinput") local.send({ camera: { is: "choose", deviceId } });
      else speaker.choose(deviceId);
      changed();
    },
    askSpeaker() {
      void speaker.ask().then(list.refresh).then(changed);
    },
    speakerRefused(deviceId) {
      speaker.refused(deviceId);
      changed();
    },
    toggleScreen: screen.toggle,
    microphone: () => local.track("mic"),
  };
}

function ownMedia(
  local: LocalDevices,
  screen: LocalScreen,
  picture: MediaStream | null,
): OwnMedia {
  const camera = local.device("camera");
  return {
    mic: local.device("mic"),
    camera,
    picture: camera.is === "on" ? picture : null,
    screen: screen.share()?.stream ?? null,
    sharing: screen.isSharing(),
  };
}

function ownTracks(local: LocalDevices, share: ReturnType<LocalScreen["share"]>): Tracks {
  return {
    mic: share?.audio() ?? local.track("mic"),
    camera: local.track("camera"),
    screen: share?.track ?? null,
  };
}

function chosenDevice(
  kind: Choosable,
  choices: DeviceChoices,
  listed: readonly DeviceChoice[],
): string {
  return findDevice(choices.get(kind), kind, listed) ?? "";
}

function wishes(
  { mic, camera }: Partial<Record<Kind, boolean>>,
): Partial<Record<Kind, DeviceEvent>> {
  return {
    ...(mic === undefined ? {} : { mic: { is: "wish", on: mic } }),
    ...(camera === undefined ? {} : { camera: { is: "wish", on: camera } }),
  };
}

import { type Devices, type Kind } from "./capture.ts";
import type { Later } from "../../platform/clock.ts";
import { type Choosable, type DeviceChoices, findDevice } from "./device_choice.ts";
import { type DeviceEvent, deviceInUse } from "./device_state.ts";
import { watchDeviceList } from "./device_list.ts";
import { DEVICE_KINDS, type LocalDevices, openDevices } from "./local_devices.ts";
import type { PageVisibility } from "../../platform/page_visibility.ts";
import { type GivenTracks, giveTracks } from "./given_tracks.ts";
import type { LocalEffects } from "./local_effects.ts";
import { createLocalScreen, type LocalScreen } from "./local_screen.ts";
import type { openScreenShare } from "./screen_share.ts";
import { chooseSpeaker, type Speaker } from "./speaker.ts";
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
  /** The own screen, in whose place something else can be shown. */
  readonly screen: Pick<LocalScreen, "show">;
  /** Puts effects between the devices and what is given of them. */
  useEffects(effects: LocalEffects): void;
  /** Notes that effects give another track than before. */
  effectsChanged(): void;
  /** Opens the microphone once more: as it hears, or with the browser's treatment. */
  reopenMic(original: boolean): void;
  /** The live microphone, muted or not, for its level. */
  microphone(): MediaStreamTrack | null;
}

/** Options of {@link createLocalMedia}. */
export interface LocalMediaOptions {
  /** Effects of the last visit: the camera is withheld until there are some that hide the room. */
  readonly before: { readonly hides: boolean; readonly original: boolean };
  readonly changed: () => void;
  readonly devices: Devices | undefined;
  readonly page: PageVisibility;
  readonly choices: DeviceChoices;
  /** Brings what a call can begin without; may reject. */
  readonly share: () => Promise<typeof openScreenShare>;
  readonly toast: (remark: Toast) => void;
  readonly later: Later;
  readonly signal: AbortSignal;
}

const SOURCES = { audioinput: "mic", videoinput: "camera" } as const;
const TOASTS = { lost: "device-lost", back: "device-back", refused: "device-refused" } as const;

/** Holds the own media until `signal` aborts. */
export function createLocalMedia(options: LocalMediaOptions): LocalMedia {
  const { devices, toast: remark, signal } = options;
  let { original } = options.before;
  const given = giveTracks((kind) => local.track(kind), options.before.hides);
  const screen = createLocalScreen({
    devices,
    load: options.share,
    microphone: () => given.track("mic"),
    changed,
    failed: () => remark({ is: "share-failed" }),
    signal,
  });
  const local = openDevices({
    devices,
    page: options.page,
    choices: options.choices,
    later: options.later,
    signal,
    original: () => original,
    changed() {
      changed();
      if (!local.opening()) list.refreshIfExpired();
    },
    say: (kind, what) => remark({ is: TOASTS[what], kind }),
    replaced(kind) {
      // The browser lists devices only with permission.
      list.expire();
      given.take(kind);
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
  function changed(): void {
    screen.share()?.mix(given.track("mic"));
    options.changed();
  }

  return {
    own: () => ownMedia(local, screen, given.picture()),
    menus: () => menusOf(list.get(), { local, speaker, choices: options.choices }),
    tracks: () => ownTracks(given, screen.share()),
    wanted: () => ({ mic: local.state("mic").wanted, camera: local.state("camera").wanted }),
    turn: (want) => local.send(wishes(want)),
    retry: (kind) => local.send({ [kind]: { is: "retry" } }),
    choose(kind, deviceId) {
      if (kind === "audiooutput") speaker.choose(deviceId);
      else local.send({ [SOURCES[kind]]: { is: "choose", deviceId } });
      changed();
    },
    askSpeaker: () => void speaker.ask().then(list.refresh).then(changed),
    speakerRefused(deviceId) {
      speaker.refused(deviceId);
      changed();
    },
    toggleScreen: screen.toggle,
    screen,
    useEffects(effects) {
      given.use(effects);
      changed();
    },
    effectsChanged: changed,
    reopenMic(wished) {
      original = wished;
      local.send({ mic: { is: "restart" } });
    },
    microphone: () => local.track("mic"),
  };
}

function ownMedia(
  local: LocalDevices,
  screen: LocalScreen,
  picture: MediaStream | null,
): OwnMedia {
  const device = local.device("camera");
  // Others do not wait for a picture that an effect is still to draw.
  const camera = device.is === "on" && !picture ? { is: "starting" } as const : device;
  return {
    mic: local.device("mic"),
    camera,
    picture: camera.is === "on" ? picture : null,
    screen: screen.share()?.stream ?? null,
    sharing: screen.isSharing(),
  };
}

function ownTracks(given: GivenTracks, share: ReturnType<LocalScreen["share"]>): Tracks {
  return {
    mic: share?.audio() ?? given.track("mic"),
    camera: given.track("camera"),
    screen: share?.track ?? null,
  };
}

function menusOf(
  devices: readonly DeviceChoice[],
  now: { local: LocalDevices; speaker: Speaker; choices: DeviceChoices },
): Menus {
  const selected = (kind: Kind) =>
    deviceInUse(now.local.state(kind)) ?? chosenDevice(DEVICE_KINDS[kind], now.choices, devices);
  return {
    devices,
    selected: {
      audioinput: selected("mic"),
      videoinput: selected("camera"),
      audiooutput: now.speaker.sink(),
    },
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

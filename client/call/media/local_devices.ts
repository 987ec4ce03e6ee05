import type { PageVisibility } from "../../platform/page_visibility.ts";
import { capture, type Devices, type Kind } from "./capture.ts";
import type { Later } from "../../platform/clock.ts";
import { type DeviceChoices, findDevice } from "./device_choice.ts";
import {
  type DeviceEffect,
  type DeviceEvent,
  deviceOf,
  type DeviceState,
  idleDevice,
} from "./device_state.ts";
import { stepDevice } from "./device_step.ts";
import type { Device, DeviceChoice } from "../../state/device.ts";

/** The kinds of local devices, as the menus name them. */
export const DEVICE_KINDS = { mic: "audioinput", camera: "videoinput" } as const;
const KINDS = ["mic", "camera"] as const;

/** Options of {@link openDevices}. */
export interface LocalDeviceOptions {
  readonly devices: Devices | undefined;
  readonly page: PageVisibility;
  readonly choices: DeviceChoices;
  /** True if the microphone is wanted as it hears, without the browser's treatment. */
  readonly original: () => boolean;
  readonly later: Later;
  readonly signal: AbortSignal;
  readonly changed: () => void;
  /** The track of a kind is another one now, or none. */
  readonly replaced: (kind: Kind, track: MediaStreamTrack | null) => void;
  readonly say: (kind: Kind, what: "lost" | "back" | "refused") => void;
}

/** The microphone and the camera: carries out what their state machine decides. */
export interface LocalDevices {
  /** Passes events on, both kinds at once, so that the person is asked once. */
  send(events: Partial<Record<Kind, DeviceEvent>>): void;
  state(kind: Kind): DeviceState;
  device(kind: Kind): Device;
  track(kind: Kind): MediaStreamTrack | null;
  /** True while the browser or the person is still to answer. */
  opening(): boolean;
  /** The devices that there are now. */
  listed(devices: readonly DeviceChoice[]): void;
}

/** Silence of the source that is no silence yet. */
const MUTED_MS = 1500;
/** Time that the camera of a page that is back has to come by itself. */
const RESTART_MS = 1500;

/** Request for a device, which the state machine has decided on. */
type OpenRequest = Extract<DeviceEffect, { do: "open" }> & { readonly kind: Kind };

interface Message {
  readonly kind: Kind;
  readonly event: DeviceEvent;
  readonly arrived?: MediaStreamTrack;
}

/** Holds microphone and camera until the signal aborts; then nothing is left running. */
export function openDevices(options: LocalDeviceOptions): LocalDevices {
  const { devices, page, choices, original, later, signal } = options;
  const idle = (kind: Kind) => idleDevice(choices.get(DEVICE_KINDS[kind]).deviceId, page.hidden);
  const states: Record<Kind, DeviceState> = { mic: idle("mic"), camera: idle("camera") };
  const tracks = holdTracks(options, tell);
  let labels: readonly DeviceChoice[] = [];
  const asked: OpenRequest[] = [];

  function send(messages: readonly Message[]): void {
    if (messages.length === 0) return;
    for (const message of messages) {
      if (signal.aborted) message.arrived?.stop();
      else obey(message);
    }
    const requests = asked.splice(0);
    if (requests.length > 0) void open(devices, requests, original()).then(send);
    options.changed();
  }

  function obey({ kind, event, arrived }: Message): void {
    const { state, effects } = stepDevice(kind, states[kind], event);
    const { chosen } = states[kind];
    states[kind] = state;
    for (const effect of effects) perform(kind, effect, arrived);
    if (state.chosen === chosen) return;
    const label = labels.find(({ deviceId }) => deviceId === state.chosen)?.label ?? "";
    choices.set(DEVICE_KINDS[kind], { deviceId: state.chosen, label });
  }

  function perform(kind: Kind, effect: DeviceEffect, arrived?: MediaStreamTrack): void {
    switch (effect.do) {
      case "open":
        return void asked.push({ ...effect, kind });
      case "take":
        return tracks.replace(kind, arrived ?? null);
      case "drop":
        return arrived?.stop();
      case "close":
        return tracks.replace(kind, null);
      case "enable":
        return tracks.enable(kind, effect.on);
      case "wait":
        return later(RESTART_MS, () => tell(kind, { is: "waited" }), signal);
      case "say":
        return options.say(kind, effect.what);
    }
  }

  function tell(kind: Kind, event: DeviceEvent): void {
    send([{ kind, event }]);
  }

  /** Not every browser says "ended" when a device is pulled out, or the page asleep. */
  function checkEnded(): void {
    send(tracks.ended().map((kind) => ({ kind, event: { is: "ended" } })));
  }

  devices?.addEventListener?.("devicechange", checkEnded, { signal });
  page.addEventListener("visibilitychange", () => {
    checkEnded();
    send(KINDS.map((kind) => ({ kind, event: { is: "page", hidden: page.hidden } })));
  }, { signal });

  return {
    send(events) {
      send(KINDS.flatMap((kind) => {
        const event = events[kind];
        return event ? [{ kind, event }] : [];
      }));
    },
    state: (kind) => states[kind],
    device: (kind) => deviceOf(states[kind]),
    track: tracks.get,
    opening: () => KINDS.some((kind) => states[kind].phase.is === "opening"),
    listed(list) {
      labels = list;
      send(KINDS.map((kind) => ({ kind, event: listedEvent(kind, list, choices) })));
    },
  };
}

/** Opens devices, all in one request; resolves to what came of each. */
async function open(
  devices: Devices | undefined,
  requests: readonly OpenRequest[],
  original: boolean,
): Promise<Message[]> {
  const ids = { mic: "", camera: "" };
  for (const { kind, deviceId } of requests) ids[kind] = deviceId;
  const captured = await capture(devices, requests.map(({ kind }) => kind), ids, original);
  return requests.map(({ kind, request }): Message => {
    const got = captured[kind] ?? "failed";
    if (typeof got === "string") return { kind, event: { is: "refused", request, why: got } };
    const { deviceId = "" } = got.getSettings();
    return { kind, event: { is: "opened", request, deviceId, muted: got.muted }, arrived: got };
  });
}

/** Holds the tracks of both kinds until the signal aborts. */
function holdTracks(options: LocalDeviceOptions, tell: (kind: Kind, event: DeviceEvent) => void) {
  const tracks: Record<Kind, MediaStreamTrack | null> = { mic: null, camera: null };
  options.signal.addEventListener("abort", () => {
    for (const kind of KINDS) tracks[kind]?.stop();
  }, { once: true });
  return {
    get: (kind: Kind) => tracks[kind],
    enable(kind: Kind, on: boolean): void {
      const track = tracks[kind];
      if (track) track.enabled = on;
    },
    replace(kind: Kind, track: MediaStreamTrack | null): void {
      tracks[kind]?.stop();
      tracks[kind] = track;
      if (track) watch(track, options, (event) => tracks[kind] === track && tell(kind, event));
      options.replaced(kind, track);
    },
    ended: () => KINDS.filter((kind) => tracks[kind]?.readyState === "ended"),
  };
}

/** Tells the events of a track. */
function watch(
  track: MediaStreamTrack,
  { page, later, signal }: LocalDeviceOptions,
  tell: (event: DeviceEvent) => void,
): void {
  // "ended" comes only when the device or the permission is gone, not after stop().
  track.addEventListener("ended", () => tell({ is: "ended" }), { signal });
  // "mute" is the source's silence, not the person's (W3C Media Capture §4.3.1).
  track.addEventListener("mute", () => {
    const { hidden } = page;
    later(MUTED_MS, () => track.muted && tell({ is: "muted", hidden }), signal);
  }, { signal });
  track.addEventListener("unmute", () => tell({ is: "unmuted" }), { signal });
}

function listedEvent(
  kind: Kind,
  list: readonly DeviceChoice[],
  choices: DeviceChoices,
): DeviceEvent {
  const name = DEVICE_KINDS[kind];
  const ids = list.filter((one) => one.kind === name).map(({ deviceId }) => deviceId);
  return { is: "listed", ids, chosen: findDevice(choices.get(name), name, list) };
}

import "./platform.ts";
import { createLocalMedia } from "../../client/call/media/local_media.ts";
import { openScreenShare } from "../../client/call/media/screen_share.ts";
import type { Toast } from "../../client/state/call_state.ts";
import type { DeviceChoice } from "../../client/state/device.ts";
import { rememberDevices } from "../../client/app/preferences.ts";
import { fakeClock, turn } from "./clock.ts";
import { FakeDevices } from "./media.ts";
import { FakePage } from "./page_visibility.ts";
import { FakeStorage } from "./storage.ts";

/** A microphone that comes and goes. */
export const HEADSET = { kind: "audioinput", deviceId: "mic-2", label: "Headset" } as const;
/** The devices of one computer. */
export const ALL: readonly DeviceChoice[] = [
  { kind: "audioinput", deviceId: "mic-1", label: "Built-in" },
  HEADSET,
  { kind: "videoinput", deviceId: "cam-1", label: "Front" },
  { kind: "videoinput", deviceId: "cam-2", label: "Back" },
  { kind: "audiooutput", deviceId: "out-1", label: "Built-in" },
  { kind: "audiooutput", deviceId: "out-2", label: "Headset" },
];

/** Holds the media of a page whose browser and page are made up. */
export function hold(memory = new FakeStorage(), devices = new FakeDevices()) {
  const clock = fakeClock();
  devices.listed = [...ALL];
  const life = new AbortController();
  const page = new FakePage();
  const remarks: string[] = [];
  const late = { share: () => Promise.resolve(openScreenShare) };
  const media = createLocalMedia({
    devices: devices.as(),
    page: page.as(),
    choices: rememberDevices(memory),
    share: () => late.share(),
    before: { hides: false, original: false },
    changed: () => {},
    toast: (remark: Toast) =>
      remarks.push("kind" in remark ? `${remark.kind} ${remark.is}` : remark.is),
    later: clock.later,
    signal: life.signal,
  });
  const situation = () => [media.own().mic.is, media.own().camera.is];
  const ids = () => devices.live().map(({ settings }) => settings.deviceId);
  /** The list changes, and the browser says so. */
  const list = async (listed: readonly DeviceChoice[]) => {
    devices.listed = [...listed];
    devices.known = listed.map(({ deviceId }) => deviceId);
    devices.dispatchEvent(new Event("devicechange"));
    await turn();
  };
  return { clock, devices, ids, late, life, list, media, memory, page, remarks, situation };
}

/** Has a prompt wait for the person, who answers by calling what this gives. */
export function prompt(devices: FakeDevices): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  devices.prompt = promise;
  return () => {
    resolve();
    return turn();
  };
}

import type { Devices } from "./capture.ts";
import { type ChosenDevice, type DeviceChoices, findDevice } from "./device_choice.ts";
import type { DeviceChoice } from "../../state/device.ts";

/** Where the sound goes. */
export interface Speaker {
  /** The id for `setSinkId`; empty for the system's own. */
  sink(): string;
  choose(deviceId: string): void;
  /** Nothing can be played through this one: the one before is used again. */
  refused(deviceId: string): void;
  /** Has the browser ask for a speaker, where it lists none by itself (`selectAudioOutput`). */
  ask(): Promise<void>;
  /** The devices that there are now. */
  listed(devices: readonly DeviceChoice[]): void;
}

/** Options of {@link chooseSpeaker}. */
export interface SpeakerOptions {
  readonly devices: Devices | undefined;
  readonly choices: DeviceChoices;
  readonly say: (what: "lost" | "back" | "refused") => void;
}

const KIND = "audiooutput";

/** Keeps to the chosen speaker while it is there, and takes it again when it is back. */
export function chooseSpeaker({ devices, choices, say }: SpeakerOptions): Speaker {
  let list: readonly DeviceChoice[] = [];
  let seen = false;
  let lost = false;
  let former: ChosenDevice | null = null;
  let useless = "";

  function sink(): string {
    const chosen = choices.get(KIND);
    if (chosen.deviceId === useless) return "";
    const asks = devices?.selectAudioOutput !== undefined;
    // A browser that asks lists a speaker only once it was allowed.
    const listed = list.some(({ kind }) => kind === KIND) && (seen || !asks);
    return findDevice(chosen, KIND, list) ?? (listed ? "" : chosen.deviceId);
  }

  function choose(chosen: ChosenDevice): void {
    [seen, lost, useless] = [false, false, ""];
    former = choices.get(KIND);
    choices.set(KIND, chosen);
  }

  return {
    sink,
    choose(deviceId) {
      const label = list.find((one) => one.kind === KIND && one.deviceId === deviceId)?.label;
      choose({ deviceId, label: label ?? "" });
    },
    refused(deviceId) {
      if (deviceId === "" || sink() !== deviceId) return;
      useless = deviceId;
      // A choice of an earlier visit is kept: the speaker may work there again.
      if (!former) return;
      choices.set(KIND, former);
      former = null;
      say("refused");
    },
    async ask() {
      // Rejects when the person changes their mind.
      const picked = await devices?.selectAudioOutput?.().catch(() => null);
      if (picked) choose({ deviceId: picked.deviceId, label: picked.label });
    },
    listed(devices) {
      list = devices;
      useless = "";
      const found = findDevice(choices.get(KIND), KIND, list) !== null;
      if (seen && !found && !lost) say("lost");
      if (found && lost) say("back");
      lost = !found && (lost || seen);
      seen ||= found;
    },
  };
}

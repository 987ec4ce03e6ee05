import {
  ANY_DEVICE,
  type Choosable,
  type ChosenDevice,
  type DeviceChoices,
} from "../call/media/device_choice.ts";
import { cleanName } from "../call/messages/about.ts";
import { keepText, readText } from "../platform/storage.ts";

/** Settings of the person that a device keeps. */
export type Kept = "name" | "relay";

/** Reads the setting kept last on this device; empty when none was, or storage is forbidden. */
export function recall(memory: Storage | null, what: Kept): string {
  return cleanName(readText(memory, keyOf(what)));
}

/** Keeps a setting for the next visit. */
export function keep(memory: Storage | null, what: Kept, value: string): void {
  keepText(memory, keyOf(what), value);
}

/** The devices chosen on this device, now and on earlier visits. */
export function rememberDevices(memory: Storage | null): DeviceChoices {
  const chosen = new Map<Choosable, ChosenDevice>();
  return {
    get: (kind) => chosen.get(kind) ?? readDevice(readText(memory, keyOf(kind))),
    set(kind, { deviceId, label }) {
      chosen.set(kind, { deviceId, label });
      keepText(memory, keyOf(kind), JSON.stringify({ deviceId, label }));
    },
  };
}

function readDevice(text: string): ChosenDevice {
  try {
    const kept: unknown = JSON.parse(text);
    return isDevice(kept) ? { deviceId: kept.deviceId, label: kept.label } : ANY_DEVICE;
  } catch {
    return ANY_DEVICE;
  }
}

function isDevice(value: unknown): value is ChosenDevice {
  return typeof value === "object" && value !== null &&
    "deviceId" in value && typeof value.deviceId === "string" &&
    "label" in value && typeof value.label === "string";
}

const keyOf = (name: string) => `visavis.${name}`;

import type { DeviceChoice } from "../../state/device.ts";

/** A kind of device that can be chosen. */
export type Choosable = DeviceChoice["kind"];

/** A device that a person has chosen: by its id, or by its label when the browser changes ids. */
export type ChosenDevice = Pick<DeviceChoice, "deviceId" | "label">;

/** The choices of this person, kept from call to call. */
export interface DeviceChoices {
  /** The chosen device of a kind; its id is empty for the system's own choice. */
  get(kind: Choosable): ChosenDevice;
  set(kind: Choosable, chosen: ChosenDevice): void;
}

/** No choice: the system decides. */
export const ANY_DEVICE: ChosenDevice = { deviceId: "", label: "" };

/** The id of the chosen device among those that there are; null when it is not there. */
export function findDevice(
  { deviceId, label }: ChosenDevice,
  kind: Choosable,
  listed: readonly DeviceChoice[],
): string | null {
  if (deviceId === "") return null;
  const candidates = listed.filter((one) => one.kind === kind);
  const found = candidates.find((one) => one.deviceId === deviceId) ??
    candidates.find((one) => label !== "" && one.label === label);
  return found?.deviceId ?? null;
}

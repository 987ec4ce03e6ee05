import { deviceStorage, keepText, type Memory, readText } from "../../platform/storage.ts";

/** Choice between on and off that this device keeps, for this visit and the next ones. */
export interface StoredSwitch {
  isOn(): boolean;
  keep(on: boolean): void;
}

/** The choice that is kept under `name`; `byDefault` until there is one. */
export function storedSwitch(
  name: string,
  byDefault: boolean,
  storage: () => Memory | null = deviceStorage,
): StoredSwitch {
  return {
    isOn() {
      const kept = readText(storage(), name);
      return byDefault ? kept !== "off" : kept === "on";
    },
    keep: (on) => keepText(storage(), name, on ? "on" : "off"),
  };
}

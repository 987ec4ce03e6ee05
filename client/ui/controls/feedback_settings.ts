import { type Chime, CHIMES } from "../../platform/chime.ts";
import { deviceStorage, keepText, readText } from "../../platform/storage.ts";
import { storedSwitch } from "./stored_switch.ts";

const SILENT = "visavis.silent";

/** Sounds that are switched off on this device. */
export function silentChimes(): readonly Chime[] {
  const kept = readText(deviceStorage(), SILENT).split(" ");
  return CHIMES.filter((one) => kept.includes(one));
}

/** Switches a sound on or off, for this visit and the next ones. */
export function keepChime(chime: Chime, on: boolean): void {
  const before = silentChimes();
  const silent = CHIMES.filter((one) => one === chime ? !on : before.includes(one));
  keepText(deviceStorage(), SILENT, silent.join(" "));
}

/** Notifications while the page is hidden. */
export const notifications = storedSwitch("visavis.notify", false);

/** The notice of speech while muted. */
export const speechNotice = storedSwitch("visavis.speech", true);

import { type Chime, CHIMES } from "../../platform/chime.ts";
import { deviceStorage, keepText, readText } from "../../platform/storage.ts";

const SILENT = "visavis.silent";
const NOTIFY = "visavis.notify";
const SPEECH = "visavis.speech";

/** Sounds that are switched off on this device. */
export function silentChimes(): readonly Chime[] {
  const kept = readText(deviceStorage(), SILENT).split(" ");
  return CHIMES.filter((one) => kept.includes(one));
}

/** Switches a sound on or off, for this visit and the next ones. */
export function keepChime(chime: Chime, on: boolean): void {
  const silent = CHIMES.filter((one) => one === chime ? !on : silentChimes().includes(one));
  keepText(deviceStorage(), SILENT, silent.join(" "));
}

/** True if the person wants notifications while the page is hidden. */
export const wantsNotifications = (): boolean => readText(deviceStorage(), NOTIFY) === "on";

/** Keeps the wish for notifications. */
export function keepNotifications(on: boolean): void {
  keepText(deviceStorage(), NOTIFY, on ? "on" : "");
}

/** True unless the person wants no notice of speech while muted. */
export const wantsSpeechNotice = (): boolean => readText(deviceStorage(), SPEECH) !== "off";

/** Keeps the wish for that notice. */
export function keepSpeechNotice(on: boolean): void {
  keepText(deviceStorage(), SPEECH, on ? "on" : "off");
}

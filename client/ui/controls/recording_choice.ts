import type { Recordings } from "../../state/recording.ts";
import { storedSwitch } from "./stored_switch.ts";

/** Each voice in a file of its own, besides the recording of the whole call. */
export const separateVoices = storedSwitch("visavis.separate-voices", false);

/** Begins a recording as this device has chosen it, or ends the one that runs. */
export function toggleRecording(recordings: Recordings | null): void {
  if (recordings?.own.is === "on") recordings.stop();
  else recordings?.start(separateVoices.isOn());
}

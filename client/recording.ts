/** The chunk of recordings: what records the stage and all voices on this machine. */
import type { RecordingOptions, RunningRecording } from "./call/gestures/recordings.ts";
import { recordCall } from "./recording/record_call.ts";

/** Begins to record, in this browser. */
export const record = (options: RecordingOptions): Promise<RunningRecording | null> =>
  recordCall(options, {
    ...globalThis.showSaveFilePicker && {
      showSaveFilePicker: globalThis.showSaveFilePicker.bind(globalThis),
    },
    root: () => navigator.storage.getDirectory(),
    now: Date.now,
  });

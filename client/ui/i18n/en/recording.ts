import { isolated } from "../isolated.ts";

/** Words on recordings, in English. */
export const recording = {
  title: "Recording",
  hint:
    "Saves the call as you see and hear it, only on this device. Everybody sees a sign while you record.",
  start: "Record the call",
  stop: "Stop recording",
  starting: "The recording begins.",
  stopping: "The files are being finished.",
  separate: "Each voice in a file of its own, too",
  keys: "Record, or stop recording",
  sign: "Recording",
  you: "you",
  begun: (name: string) => `${isolated(name)} is recording this call.`,
  ended: (name: string) => `${isolated(name)} is no longer recording.`,
  begunHere: "You are recording this call. Everybody is told.",
  endedHere: "You are no longer recording.",
  saveOf: (name: string) => `Save ${isolated(name)}`,
  removeOf: (name: string) => `Remove ${isolated(name)}`,
  left: "Not finished: the page was closed or crashed. Kept on this device for a week.",
  leftBefore: "A recording of an earlier visit was not finished. “More” has what there is of it.",
  lost: (seconds: number) =>
    `This device is too busy: the recording lacks ${seconds} s of sound. Close other programs.`,
  problem: {
    unsupported: "This browser cannot record the call.",
    failed: "The recording has stopped. What was recorded before is saved.",
    "disk-full": "The recording has stopped, because the disk is full.",
    "memory-full":
      "The recording has stopped at 512 MB: this browser does not let the page write to the disk.",
  },
};

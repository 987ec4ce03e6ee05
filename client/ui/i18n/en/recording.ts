/** A name among other words keeps its own direction (Unicode UAX #9, isolates). */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** Words on recordings, in English. */
export const recording = {
  title: "Recording",
  hint:
    "Saves the call as you see and hear it, on this device alone. Everybody sees a sign meanwhile.",
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
  problem: {
    unsupported: "This browser cannot record the call.",
    failed: "The recording has stopped. What was recorded before is saved.",
    "disk-full": "The recording has stopped, because the disk takes no more.",
    "memory-full":
      "The recording has stopped at 512 MB: this browser lets the page write to no disk.",
  },
};

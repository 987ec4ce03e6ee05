/** A recording that this page makes. */
export type OwnRecording =
  | { readonly is: "off" }
  /** Its script is on the way, or its file is being opened. */
  | { readonly is: "starting" }
  | { readonly is: "on" }
  /** Its files are being finished. */
  | { readonly is: "stopping" };

/** Reason why a recording ended, or did not begin, without the person's wish. */
export type RecordingProblem =
  /** The browser makes no recordings, or has refused to. */
  | "unsupported"
  /** The recorder has failed in the middle; all that it gave before is kept. */
  | "failed"
  /** The disk is full, or gives the page no more. */
  | "disk-full"
  /** No disk for the page, and the memory that a recording may take is used up. */
  | "memory-full";

/** A finished file of a recording that the browser keeps for this visit. */
export interface RecordedFile {
  readonly name: string;
  readonly href: string;
}

/** A recording of an earlier visit that its page has not finished. */
export interface UnfinishedRecording extends RecordedFile {
  remove(): void;
}

/** The newest beginning or end of a recording in this call. */
export interface RecordingTurn {
  readonly on: boolean;
  /** `"me"`, or the id of a member. */
  readonly by: string;
  /** Name of the person; empty for a guest. */
  readonly name: string;
}

/** Recordings of a call, as far as they are told, and the way to an own one. */
export interface Recordings {
  /** The other members who say that they record. */
  readonly others: readonly { readonly id: string; readonly name: string }[];
  readonly turn: RecordingTurn | null;
  readonly own: OwnRecording;
  readonly problem: RecordingProblem | null;
  /** Seconds of sound that the browser was too late for, in the recording that runs or ran last. */
  readonly lostSeconds: number;
  readonly files: readonly RecordedFile[];
  readonly left: readonly UnfinishedRecording[];
  /** Begins one; `voices`: each voice in a file of its own, too. */
  start(voices: boolean): void;
  /** Ends it and finishes its files. */
  stop(): void;
}

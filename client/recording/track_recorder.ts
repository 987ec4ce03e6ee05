import type { RecordingProblem } from "../state/recording.ts";
import { MemoryFull, type RecordingFile } from "./recording_file.ts";

/** Interval at which a recording is written. */
const WRITTEN_MS = 1000;

/** Slice of a media recorder that is used. */
export type Recorder = Pick<MediaRecorder, "addEventListener" | "start" | "stop" | "state">;

/** Recording of one stream into one file. */
export interface TrackRecorder {
  /** Ends it; gives the file to be saved. Safe to call twice. */
  stop(): Promise<Blob>;
}

/** Records into this file. `failed` is told at most once; the file is still to be stopped then. */
export function recordTracks(
  recorder: Recorder,
  file: RecordingFile,
  failed: (problem: RecordingProblem) => void,
): TrackRecorder {
  let isOver = false;
  let isBroken = false;
  let written = Promise.resolve();
  let end: Promise<Blob> | null = null;

  function fail(problem: RecordingProblem): void {
    if (isOver) return;
    isOver = true;
    failed(problem);
  }

  async function write(part: Blob): Promise<void> {
    // After a part that is missing nothing can be played.
    if (isBroken) return;
    try {
      await file.write(part);
    } catch (fault) {
      isBroken = true;
      fail(fault instanceof MemoryFull ? "memory-full" : "disk-full");
    }
  }

  const stopped = new Promise<void>((resolve) => {
    recorder.addEventListener("stop", () => {
      fail("failed");
      resolve();
    }, { once: true });
  });
  recorder.addEventListener("error", () => fail("failed"));
  recorder.addEventListener("dataavailable", ({ data }) => {
    written = written.then(() => write(data));
  });
  recorder.start(WRITTEN_MS);

  async function finish(): Promise<Blob> {
    isOver = true;
    if (recorder.state !== "inactive") recorder.stop();
    await stopped;
    await written;
    return await file.finish();
  }
  return { stop: () => end ??= finish() };
}

import type { RecordingOptions, RunningRecording } from "../call/interaction/recordings.ts";
import { formatOf, startRecorder } from "./recorder.ts";
import { openFile } from "./recording_file.ts";

/** Begins to record; null if `failed` says why not. */
export async function recordCall(options: RecordingOptions): Promise<RunningRecording | null> {
  const { disk, separate, elapsed, voices, tick, failed, lost, signal } = options;
  const format = formatOf(globalThis);
  if (!format) {
    failed("unsupported");
    return null;
  }
  const name = `${options.name}.${format.ending}`;
  const [type = ""] = format.video.split(";");
  const file = await openFile(disk, name, type);
  // The call was left meanwhile.
  if (signal.aborted) {
    await file.finish();
    return null;
  }
  try {
    const recorder = startRecorder({
      format,
      file,
      disk,
      separate,
      elapsed,
      voices,
      tick,
      failed,
      lost,
      saved: (name, bytes) => options.saved(save(name, bytes)),
    });
    const over = new AbortController();
    // A page that is closed finishes no file; the next one would have to be opened for it.
    globalThis.addEventListener("beforeunload", (event) => event.preventDefault(), over);
    return {
      stop: () => {
        over.abort();
        return recorder.stop();
      },
    };
  } catch {
    await file.finish().catch(() => {});
    failed("unsupported");
    return null;
  }
}

/** Saves a file as a download; its address stays good for as long as the page is there. */
function save(name: string, bytes: Blob) {
  const href = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
  return { name, href };
}

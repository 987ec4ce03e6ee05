import { later } from "./clock.ts";
import { limitTime } from "./in_time.ts";
import { startRecordingWorker } from "./workers.ts";

/** Folder of recordings in the origin-private file system. */
const FOLDER = "visavis-recordings";

/** Disk that recordings are written to in this browser. */
export const recordingDisk = {
  async folder(create: boolean): Promise<FileSystemDirectoryHandle> {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create });
  },
  startWorker: startRecordingWorker,
  locks: navigator.locks,
  now: Date.now,
  inTime: limitTime(later),
};

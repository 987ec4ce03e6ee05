import type { LeftRecording, RecordingDisk } from "../call/interaction/recordings.ts";

/** Age at which a finished recording is removed: its page had it saved. */
const FINISHED_MS = 24 * 60 * 60 * 1000;
/** Age at which one that no page has finished is removed. */
const UNFINISHED_MS = 7 * FINISHED_MS;

/** Name of the empty file that stands beside a finished recording. */
export const finishedMark = (entry: string): string => `${entry}.finished`;

/** Name of the lock that the worker of a recording holds while it lives. */
export const lockOf = (entry: string): string => `visavis-recording ${entry}`;

/**
 * Finds recordings that earlier pages have not finished, and removes those that are too old. One
 * that is still written is looked at when its worker is gone: that of a page which was reloaded ends
 * a little later than the page.
 */
export async function findLeftRecordings(
  { folder, locks, now }: RecordingDisk,
  found: (left: LeftRecording) => void,
  signal: AbortSignal,
): Promise<void> {
  const place = await folder(false);
  const names = await namesIn(place);
  const remove = async (entry: string) => {
    for (const one of [entry, finishedMark(entry)]) await place.removeEntry(one).catch(() => {});
  };
  const look = async (entry: string) => {
    const isFinished = await has(place, finishedMark(entry));
    const isOld = now() - Number.parseInt(entry) > (isFinished ? FINISHED_MS : UNFINISHED_MS);
    if (isOld) return await remove(entry);
    if (isFinished) return;
    const bytes = await (await place.getFileHandle(entry)).getFile();
    if (bytes.size === 0) await remove(entry);
    else if (!signal.aborted) found({ ...named(entry, bytes), remove: () => remove(entry) });
  };
  const isMark = (name: string) => names.some((one) => name === finishedMark(one));
  const entries = names.filter((name) => !isMark(name)).sort();
  // A file that cannot be read takes none of the others along.
  await Promise.allSettled(
    entries.map((entry) => locks.request(lockOf(entry), { signal }, () => look(entry))),
  );
}

async function has(place: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  return await place.getFileHandle(name).then(() => true, () => false);
}

/** Without the time in front, and with a place that it can be saved from. */
function named(entry: string, bytes: Blob) {
  return { name: entry.slice(entry.indexOf(" ") + 1), href: URL.createObjectURL(bytes) };
}

/** Names in a folder (WHATWG File System §2.5); none where the browser does not list them. */
async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const keys: unknown = Reflect.get(folder, "keys");
  const names: string[] = [];
  if (typeof keys !== "function") return names;
  for await (const name of keys.call(folder)) if (typeof name === "string") names.push(name);
  return names;
}

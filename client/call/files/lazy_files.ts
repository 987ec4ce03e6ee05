import { keepText, type Memory, readText } from "../../platform/storage.ts";
import type { Files, FileTransfer } from "../../state/files.ts";
import { readType } from "../messages/read.ts";
import type { ReceivedControl } from "../room/policy.ts";

/** Parts of the files of a stay that wait for their chunk. */
export interface FileEngine extends Omit<Files, "transfers"> {
  receive(by: string, text: string): void;
}

/** Parts of the page that the files of a stay use once their chunk is there. */
export interface LazyFilesEvents {
  readonly show: (transfers: readonly FileTransfer[]) => void;
  /** Notes on this device that files are kept, or that none are any more. */
  readonly noteKept: (kept: boolean) => void;
}

/** Options of {@link openLazyFiles}. */
export interface LazyFilesOptions {
  /** Loads the chunk and starts the files of this stay. */
  readonly begin: (notes: LazyFilesEvents) => Promise<FileEngine>;
  readonly show: (files: Files) => void;
  /** Storage of the device: files of an earlier visit are to be resumed, or removed. */
  readonly storage: Memory | null;
  readonly signal: AbortSignal;
}

/** Files of a call, whose chunk is loaded when the first one is chosen or offered. */
export interface LazyFiles {
  /** Takes a message if it is about files; false for others. */
  receive(control: ReceivedControl): boolean;
}

/** Name in the storage under which a visit notes that it has kept files. */
const KEPT = "visavis.files";
/** Messages that wait for the chunk. */
const MAX_HELD = 64;

/** Opens it: nothing is loaded before a file is chosen or offered, or was kept. */
export function openLazyFiles({ begin, show, storage, signal }: LazyFilesOptions): LazyFiles {
  let engine: Promise<FileEngine> | null = null;
  let held = 0;

  function run(act: (files: FileEngine) => void): void {
    engine ??= begin({
      show: (transfers) => show({ ...actions, transfers }),
      noteKept: (kept) => keepText(storage, KEPT, kept ? "1" : ""),
    });
    void engine.then((files) => signal.aborted || act(files));
  }

  const actions: Omit<Files, "transfers"> = {
    offer: (files, to) => run((engine) => engine.offer(files, to)),
    accept: (key) => run((engine) => engine.accept(key)),
    stop: (key) => run((engine) => engine.stop(key)),
    restore: (key, file) => run((engine) => engine.restore(key, file)),
  };

  show({ ...actions, transfers: [] });
  if (readText(storage, KEPT)) run(() => {});
  return {
    receive({ by, text }) {
      if (!readType(text)?.startsWith("file-")) return false;
      if (signal.aborted || held >= MAX_HELD) return true;
      held++;
      run((files) => {
        held--;
        files.receive(by, text);
      });
      return true;
    },
  };
}

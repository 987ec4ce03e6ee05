import type { InTime } from "../../platform/in_time.ts";
import type { CallState } from "../../state/call_state.ts";
import type { RecordedFile, Recordings } from "../../state/recording.ts";
import type { Store } from "../../state/store.ts";
import { voicesOf } from "../room/voices.ts";
import {
  openRecordingSigns,
  type RecordingSignOptions,
  type RecordingSigns,
} from "./recording_signs.ts";

/** Slice of a worker that writes a recording (`platform/recording_worker.ts`). */
export type RecordingWorker = Pick<Worker, "postMessage" | "addEventListener" | "terminate">;

/** Disk of this origin, as far as recordings use it. */
export interface RecordingDisk {
  /** Folder of recordings, made if so wished; rejects where there is none, or no disk. */
  readonly folder: (create: boolean) => Promise<FileSystemDirectoryHandle>;
  /** Starts a worker for one file; null where the browser lets none run. */
  readonly startWorker: () => RecordingWorker | null;
  /** Locks of all pages and workers of this origin, which end with their holder. */
  readonly locks: Pick<LockManager, "request">;
  readonly inTime: InTime;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A recording that an earlier page has not finished. */
export interface LeftRecording extends RecordedFile {
  remove(): Promise<void>;
}

/** Options of a recording that is begun. */
export interface RecordingOptions {
  /** Name of the file, without its ending. */
  readonly name: string;
  /** Each voice in a file of its own, too. */
  readonly separate: boolean;
  readonly disk: RecordingDisk;
  readonly elapsed: () => number;
  readonly voices: () => readonly {
    readonly id: string;
    readonly name: string;
    readonly track: MediaStreamTrack | null;
  }[];
  /** Told at most once for each reason; the recording is to be stopped then. */
  readonly failed: (problem: NonNullable<Recordings["problem"]>) => void;
  /** Told how many seconds of sound are missing, whenever there is one more. */
  readonly lost: (seconds: number) => void;
  readonly saved: (file: RecordedFile) => void;
  /** Runs something at this interval, in a hidden page too, until the signal aborts. */
  readonly tick: (ms: number, run: () => void, signal: AbortSignal) => void;
  readonly signal: AbortSignal;
}

/** A recording that runs. */
export interface RunningRecording {
  /** Finishes its files. Never rejects. */
  stop(): Promise<void>;
}

/** Ways to what records, which is loaded when a recording is begun. */
export interface RecordingLoader extends Pick<RecordingOptions, "tick" | "disk"> {
  load(): Promise<{
    /** Begins to record; null if `failed` says why not. */
    readonly recordCall: (options: RecordingOptions) => Promise<RunningRecording | null>;
    /** Finds recordings that earlier pages have not finished. */
    readonly findLeftRecordings: (
      disk: RecordingDisk,
      found: (left: LeftRecording) => void,
      signal: AbortSignal,
    ) => Promise<void>;
  }>;
}

/** Options of {@link openRecordings}. */
export interface RecordingsOptions extends Pick<RecordingSignOptions, "members" | "signal"> {
  readonly loader: RecordingLoader;
  readonly state: Pick<Store<CallState>, "get" | "watch">;
  readonly microphone: () => MediaStreamTrack | null;
  readonly elapsed: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: (part: Pick<CallState, "recordings">) => void;
}

/** Opens the recordings of a call: the signs of the others', and an own one when it is wished. */
export function openRecordings(options: RecordingsOptions): Pick<RecordingSigns, "receive"> {
  const { state, microphone, elapsed, signal } = options;
  let running: RunningRecording | null = null;
  let view: Recordings = {
    others: [],
    turn: null,
    own: { is: "off" },
    problem: null,
    lostSeconds: 0,
    files: [],
    left: [],
    start: (separate) => void start(separate),
    stop: () => void stop(),
  };

  function show(part: Partial<Recordings>): void {
    view = { ...view, ...part };
    if (!signal.aborted) options.tell({ recordings: view });
  }

  const signs = openRecordingSigns({
    members: options.members,
    participants: () => state.get().participants,
    watch: state.watch,
    show,
    signal,
  });

  async function start(separate: boolean): Promise<void> {
    if (view.own.is !== "off" || signal.aborted) return;
    show({ own: { is: "starting" }, problem: null, lostSeconds: 0 });
    const { recordCall } = await options.loader.load();
    if (signal.aborted) return;
    const begun = await recordCall({
      name: nameOf(state.get().room?.name ?? "", options.now()),
      separate,
      elapsed,
      tick: options.loader.tick,
      disk: options.loader.disk,
      voices: () => voicesOf(state.get(), microphone()),
      failed(problem) {
        show({ problem });
        void stop();
      },
      lost: (lostSeconds) => show({ lostSeconds }),
      saved: (file) => show({ files: [...view.files, file] }),
      signal,
    });
    if (signal.aborted || !begun || view.problem) {
      show({ own: { is: "off" } });
      return void begun?.stop();
    }
    running = begun;
    signs.set(true);
    show({ own: { is: "on" } });
  }

  async function stop(): Promise<void> {
    const ending = running;
    running = null;
    if (!ending) return;
    show({ own: { is: "stopping" } });
    signs.set(false);
    await ending.stop();
    show({ own: { is: "off" } });
  }

  show({});
  findLeft(options, (one) => {
    const remove = () => {
      show({ left: view.left.filter(({ href }) => href !== one.href) });
      void one.remove();
    };
    show({ left: [...view.left, { ...one, remove }] });
  }).catch(() => {});
  signal.addEventListener("abort", () => void stop(), { once: true });
  return signs;
}

/** Finds what a page that crashed or was closed has left; loads nothing where nothing was recorded. */
async function findLeft(
  { loader: { disk, load }, signal }: Pick<RecordingsOptions, "loader" | "signal">,
  found: (left: LeftRecording) => void,
): Promise<void> {
  await disk.folder(false);
  const { findLeftRecordings } = await load();
  await findLeftRecordings(disk, found, signal);
}

/** Name of a file: the room and the local time, with nothing that a file system refuses. */
export function nameOf(room: string, now: number): string {
  const at = new Date(now);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const safe = room.replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 64);
  return `${safe || "call"}-${day}-${two(at.getHours())}${two(at.getMinutes())}`;
}

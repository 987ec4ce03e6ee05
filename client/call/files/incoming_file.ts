import type { FileControl, FileEnd, FileOffer } from "../messages/file_control.ts";
import type { FileProgress } from "../../state/files.ts";
import { openAccepts } from "./accepts.ts";
import { childOf } from "../../platform/child_signal.ts";
import type { FileChannel } from "./file_channel.ts";
import type { FileMember } from "./file_member.ts";
import { isOver } from "./file_progress.ts";
import { type ReceiveFault, receiveFile } from "./file_receiver.ts";
import { bytesOf, type FileStore, type StoredFile } from "./file_store.ts";

/** Options of {@link openIncomingFile}. */
export interface IncomingFileOptions {
  readonly offer: Pick<FileOffer, "key" | "size">;
  /** Name of the stored bytes. */
  readonly slot: string;
  readonly store: FileStore;
  /** The member that offers it; undefined while it is not here. */
  readonly member: () => FileMember | undefined;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Makes an address for bytes that are to be saved. */
  readonly address: (bytes: Blob) => string;
  /** Called when {@link IncomingFile.progress} is another one. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** A file that a member offers, from the offer to the last byte. */
export interface IncomingFile {
  progress(): FileProgress;
  /** Takes it, from where it stopped if some of it is there; `verified`: all of it is, and is right. */
  accept(verified?: boolean): Promise<void>;
  /** The person declines it, or stops it. */
  stop(): void;
  /** The member has ended it. */
  ended(code: FileEnd["code"]): void;
  /** The member has offered it again, which it does on each new connection. */
  offeredAgain(): void;
  /** Takes a channel that the member has opened for it. */
  take(channel: FileChannel): void;
  /** Asks again where no bytes come; to be called several times a second. */
  look(): void;
}

/** An accept is said again after this, if no channel has come; and if a channel has fallen silent. */
const ASK_AGAIN_MS = 5000;
const SILENT_MS = 10_000;

/** Opens it before the person has answered. */
export function openIncomingFile(options: IncomingFileOptions): IncomingFile {
  const { offer: { key, size }, member, changed, signal } = options;
  const accepts = openAccepts({ key, member, elapsed: options.elapsed });
  const bytes = openBytes(options);
  let progress: FileProgress = { is: "offered" };
  let channel = childOf(signal);
  const isRetried = openRetries(bytes.count);

  function show(next: FileProgress): void {
    progress = next;
    changed();
  }

  function ask(): void {
    channel.abort();
    show({ is: "waiting", bytes: bytes.count() });
    accepts.say(bytes.count());
  }

  function end(code: FileEnd["code"], mine: boolean): void {
    if (isOver(progress)) return;
    channel.abort();
    bytes.drop();
    if (mine) member()?.send({ type: "file-end", key, code });
    show({ is: "ended", why: { code, mine } });
  }

  async function finish(): Promise<void> {
    const whole = await bytes.finish();
    if (signal.aborted || isOver(progress)) return;
    if (!whole) return end("no-room", true);
    member()?.send({ type: "file-received", key });
    show({ is: "done", href: options.address(whole) });
  }

  function failed(fault: ReceiveFault): void {
    if (fault === "closed") return show({ is: "waiting", bytes: bytes.count() });
    if (isRetried(fault)) return ask();
    end(fault === "no-room" ? "no-room" : "corrupt", true);
  }

  async function open(verified: boolean): Promise<void> {
    show({ is: "waiting", bytes: 0 });
    const opened = await bytes.open();
    if (signal.aborted || isOver(progress)) return;
    if (!opened) return end("no-room", true);
    if (verified && bytes.count() === size) return await finish();
    ask();
  }

  function take(opened: FileChannel): void {
    const stored = bytes.file();
    if (!stored || progress.is !== "waiting" || !accepts.isAnswer(opened)) return opened.close();
    channel = childOf(signal);
    accepts.heard();
    show({ is: "moving", bytes: bytes.count() });
    const onProgress = (bytes: number) => show({ is: "moving", bytes });
    const events = { onHeard: accepts.heard, onProgress, onDone: finish, onFault: failed };
    receiveFile({ channel: opened, size, stored, signal: channel.signal, ...events });
  }

  return {
    progress: () => progress,
    accept: async (verified = false) =>
      progress.is === "offered" ? await open(verified) : undefined,
    stop: () => end(progress.is === "offered" ? "declined" : "stopped", true),
    ended: (code) => end(code, false),
    offeredAgain() {
      if (progress.is === "waiting" && bytes.file() && !accepts.isFresh()) return ask();
      const answer = answerTo(progress, key);
      if (answer) member()?.send(answer);
    },
    take,
    look() {
      if (bytes.file() && accepts.isDue(silenceOf(progress))) ask();
    },
  };
}

/** True the first time that a block is not what it says: it is asked for again, and not the whole file. */
function openRetries(count: () => number): (fault: ReceiveFault) => boolean {
  let last = -1;
  return (fault) => {
    const isFirst = fault === "mismatch" && count() !== last;
    last = count();
    return isFirst;
  };
}

/** Milliseconds of silence after which the bytes are asked for again. */
function silenceOf({ is }: FileProgress): number {
  if (is === "done" || is === "ended") return Infinity;
  return is === "moving" ? SILENT_MS : ASK_AGAIN_MS;
}

/** Bytes of one file in the storage. */
function openBytes({ offer: { size }, slot, store }: IncomingFileOptions) {
  let stored: StoredFile | null = null;
  return {
    file: () => stored,
    /** Bytes that are there. */
    count: () => bytesOf(stored?.digests.length ?? 0, size),
    /** False where there is no room for the file. */
    async open(): Promise<boolean> {
      if (store.limit !== null && size > store.limit) return false;
      stored = await store.open(slot, size).catch(() => null);
      return stored !== null;
    },
    finish: async () => await stored?.finish().catch(() => null) ?? null,
    drop(): void {
      stored = null;
      void store.remove(slot).catch(() => {});
    },
  };
}

/** Answer to an offer of what is over: the other side has not heard of it. */
function answerTo(progress: FileProgress, key: string): FileControl | null {
  if (progress.is === "done") return { type: "file-received", key };
  if (progress.is === "ended") return { type: "file-end", key, code: progress.why.code };
  return null;
}

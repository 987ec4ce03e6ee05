import { isOver } from "./file_progress.ts";
import { BLOCK_BYTES, type FileAccept, type FileEnd } from "../messages/file_control.ts";
import type { Clock } from "../../platform/clock.ts";
import type { FileProgress } from "../../state/files.ts";
import type { Blocks } from "./blocks.ts";
import { childOf } from "../../platform/child_signal.ts";
import { openFileChannel } from "./file_channel.ts";
import type { FileConnection, FileMember } from "./file_member.ts";
import { sendFile } from "./file_sender.ts";

/** Options of {@link openOutgoingFile}. */
export interface OutgoingFileOptions {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  /** Blocks of the file; null while a reload has lost it. */
  readonly blocks: () => Blocks | null;
  /** The member that it goes to; undefined while it is not here. */
  readonly member: () => FileMember | undefined;
  /** True while the call is short of bandwidth towards this member. */
  readonly isNarrow: () => boolean;
  readonly clock: Pick<Clock, "elapsed" | "later">;
  /** Called when {@link OutgoingFile.progress} is another one. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** A file towards one member, from the offer to its confirmation. */
export interface OutgoingFile {
  progress(): FileProgress;
  /** Offers it, once or again; the member that has it already says so. */
  offer(): void;
  /** Begins to send, from where the member asks. */
  accepted(message: FileAccept): void;
  /** The member has the whole file. */
  received(): void;
  /** The person stops it. */
  stop(): void;
  /** The member has ended it. */
  ended(code: FileEnd["code"]): void;
  /** Offers it again on a new connection; to be called several times a second. */
  look(): void;
}

/** Channels for one file are opened so far apart, however often the member asks. */
const PACE_MS = 250;

/** Opens it before it is offered. */
export function openOutgoingFile(options: OutgoingFileOptions): OutgoingFile {
  const { key, name, size, member, changed, clock, signal } = options;
  let progress: FileProgress = { is: "offered" };
  let offered: FileConnection | null = null;
  let channel = childOf(signal);
  const paced = openPaced(clock, signal);

  function show(next: FileProgress): void {
    progress = next;
    changed();
  }

  function end(code: FileEnd["code"], mine: boolean): void {
    if (isOver(progress)) return;
    channel.abort();
    if (mine) member()?.send({ type: "file-end", key, code });
    show({ is: "ended", why: { code, mine } });
  }

  function offer(): void {
    const to = member();
    offered = to?.connection() ?? null;
    if (offered) to?.send({ type: "file-offer", key, name, size });
  }

  function begin({ offset, count }: FileAccept): void {
    const blocks = options.blocks();
    const connection = member()?.connection();
    if (progress.is === "ended" || !connection) return;
    if (!blocks) return show({ is: "missing" });
    const opened = openFileChannel(connection.rtc, key, count);
    if (!opened) return;
    channel.abort();
    channel = childOf(signal);
    show({ is: "moving", bytes: offset });
    sendFile({
      ...clock,
      channel: opened,
      blocks,
      size,
      offset,
      isNarrow: options.isNarrow,
      onProgress: (bytes) => show({ is: "moving", bytes }),
      onUnreadable: () => end("unreadable", true),
      onClosed: pause,
      signal: channel.signal,
    });
  }

  function pause(): void {
    if (progress.is === "moving") show({ is: "waiting", bytes: progress.bytes });
  }

  return {
    progress: () => progress,
    offer,
    accepted(message) {
      if (progress.is === "ended") member()?.send({ type: "file-end", key, code: "unknown" });
      else if (isOffset(message.offset, size)) paced.run(() => begin(message));
    },
    received() {
      if (progress.is === "ended" || progress.is === "offered") return;
      channel.abort();
      show({ is: "done", href: null });
    },
    stop: () => end("stopped", true),
    ended: (code) => end(code, false),
    look() {
      const connection = member()?.connection() ?? null;
      if (isOver(progress) || connection === offered) return;
      pause();
      offered = null;
      if (connection) offer();
    },
  };
}

/** True for the start of a block, and for the end of the file. */
const isOffset = (offset: number, size: number) =>
  offset === size || offset < size && offset % BLOCK_BYTES === 0;

/** Runs the newest of what is wanted, at most once in {@link PACE_MS}. */
function openPaced({ elapsed, later }: OutgoingFileOptions["clock"], signal: AbortSignal) {
  let last = -Infinity;
  let wanted: (() => void) | null = null;
  const run = () => {
    last = elapsed();
    wanted?.();
    wanted = null;
  };
  return {
    run(act: () => void): void {
      const isDue = wanted === null;
      wanted = act;
      const wait = last + PACE_MS - elapsed();
      if (wait <= 0) run();
      else if (isDue) later(wait, run, signal);
    },
  };
}

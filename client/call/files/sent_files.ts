import type { Clock } from "../../platform/clock.ts";
import type { FileTransfer } from "../../state/files.ts";
import type { FileControl } from "../messages/file_control.ts";
import { random } from "../security/base64url.ts";
import { type Blocks, openBlocks } from "./blocks.ts";
import type { FileMember } from "./file_member.ts";
import { offeredName } from "./file_name.ts";
import type { FileRecord } from "./file_records.ts";
import { openOutgoingFile, type OutgoingFile } from "./outgoing_file.ts";

/** Own file larger than this is not kept over a reload: a browser copies what it keeps. */
const KEPT_BYTES = 256 * 1024 * 1024;
/** Offers of one member that are open at once; a page says no more of its own, and hears no more. */
export const MAX_OPEN_OFFERS = 16;

/** Options of {@link openSentFiles}. */
export interface SentFilesOptions {
  readonly me: string;
  readonly members: () => readonly FileMember[];
  readonly isNarrow: (id: string) => boolean;
  readonly clock: Pick<Clock, "elapsed" | "later" | "now">;
  /** Shows a file in the chat. */
  readonly addLine: (key: string, name: string, at: number) => void;
  /** Keeps what a reload is not to lose. */
  readonly keep: (record: Omit<FileRecord, "room" | "me">) => void;
  readonly forget: (slot: string) => void;
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Files of this page that it offers to others. */
export interface SentFiles {
  offer(files: readonly File[], to: string | null): void;
  /** Takes up what was kept before a reload. */
  resume(record: FileRecord): void;
  /** Takes a message of a member; false when it is about no file of this page. */
  receive(from: FileMember, message: FileControl): boolean;
  stop(slot: string): void;
  restore(slot: string, file: File): void;
  look(): void;
  transfers(): readonly FileTransfer[];
}

/** A file of this page, and whom it goes to. */
interface Share {
  readonly slot: string;
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly at: number;
  readonly receivers: Map<string, Receiver>;
  file: Blob | null;
  blocks: Blocks | null;
  /** Digest of its first block; empty before it was read, and of an empty file. */
  first: string;
  kept: boolean;
}

interface Receiver {
  readonly name: string;
  readonly identityKey: string;
  readonly file: OutgoingFile;
}

/** Opens it before anything is offered. */
export function openSentFiles(options: SentFilesOptions): SentFiles {
  const { me, members, clock } = options;
  const shares = new Map<string, Share>();
  const shareOf = (key: string) => shares.get(`${me}.${key}`);

  function begin(share: Share, ids: readonly Omit<Receiver & { id: string }, "file">[]): void {
    shares.set(share.slot, share);
    options.addLine(share.slot, share.name, share.at);
    for (const { id, name, identityKey } of ids) {
      const file = openOutgoingFile(outgoingOptions(options, share, id, identityKey, settle));
      share.receivers.set(id, { name, identityKey, file });
    }
    options.changed();
  }

  /** Forgets what nobody waits for any more. */
  function settle(share: Share): void {
    if (share.kept && ![...share.receivers.values()].some(isOpen)) {
      share.kept = false;
      options.forget(share.slot);
    }
    options.changed();
  }

  function look(): void {
    for (const id of new Set([...shares.values()].flatMap((one) => [...one.receivers.keys()]))) {
      const open = [...shares.values()].map(({ receivers }) => receivers.get(id))
        .filter((one) => one !== undefined).filter(isOpen);
      for (const { file } of open.slice(0, MAX_OPEN_OFFERS)) file.look();
    }
  }

  return {
    offer(files, to) {
      const receivers = members().filter((one) => one.connection() && (to ?? one.id) === one.id)
        .map((one) => ({ id: one.id, name: one.name(), identityKey: one.identityKey() ?? "" }));
      for (const file of receivers.length > 0 ? files : []) {
        begin({ ...shareFor(me, offeredName(file.name), file), at: clock.now() }, receivers);
      }
      look();
    },
    resume({ key, name, size, at, file, first, parties }) {
      const kept = { ...shareFor(me, name, { size }), slot: `${me}.${key}`, key, at, first };
      const blocks = file && openBlocks(file);
      begin({ ...kept, file, blocks, kept: true }, parties);
    },
    receive(from, message) {
      const share = shareOf(message.key);
      const receiver = share?.receivers.get(from.id);
      if (!share || !receiver) return false;
      if (receiver.identityKey !== from.identityKey()) return true;
      switch (message.type) {
        case "file-offer":
          return false;
        case "file-accept":
          receiver.file.accepted(message);
          void keep(share, options.keep);
          return true;
        case "file-received":
          receiver.file.received();
          return true;
        case "file-end":
          receiver.file.ended(message.code);
          return true;
      }
    },
    stop(slot) {
      for (const { file } of shares.get(slot)?.receivers.values() ?? []) file.stop();
    },
    restore(slot, file) {
      const share = shares.get(slot);
      if (share) void restore(share, file);
    },
    look,
    transfers: () => [...shares.values()].map(transferOf),
  };
}

async function keep(share: Share, put: SentFilesOptions["keep"]): Promise<void> {
  if (share.kept) return;
  share.kept = true;
  share.first ||= await firstDigest(share).catch(() => "");
  if (share.kept) put(recordOf(share));
}

/** Takes the file if it is the one that was lost, and offers it again. */
async function restore(share: Share, file: File): Promise<void> {
  if (offeredName(file.name) !== share.name || file.size !== share.size) return;
  const chosen = { ...share, file, blocks: openBlocks(file) };
  const first = await firstDigest(chosen).catch(() => null);
  if (first === null || first !== share.first) return;
  Object.assign(share, { file, blocks: chosen.blocks });
  for (const receiver of share.receivers.values()) if (isOpen(receiver)) receiver.file.offer();
}

function outgoingOptions(
  { members, isNarrow, clock, signal }: SentFilesOptions,
  share: Share,
  id: string,
  identityKey: string,
  changed: (share: Share) => void,
): Parameters<typeof openOutgoingFile>[0] {
  const { key, name, size } = share;
  return {
    key,
    name,
    size,
    clock,
    signal,
    blocks: () => share.blocks,
    // Who has another key is somebody else, whatever its id.
    member: () => members().find((one) => one.id === id && one.identityKey() === identityKey),
    isNarrow: () => isNarrow(id),
    changed: () => changed(share),
  };
}

const isOpen = ({ file }: Receiver) => !/^(?:done|ended)$/.test(file.progress().is);

function shareFor(me: string, name: string, file: { readonly size: number }): Share {
  const key = random(16);
  const { size } = file;
  const own = file instanceof Blob ? file : null;
  const blocks = own && openBlocks(own);
  const rest = { file: own, blocks, first: "", kept: false };
  return { slot: `${me}.${key}`, key, name, size, at: 0, receivers: new Map(), ...rest };
}

async function firstDigest({ size, blocks }: Share): Promise<string> {
  return size === 0 ? "" : (await blocks?.read(0))?.digest ?? "";
}

function recordOf(share: Share): Omit<FileRecord, "room" | "me"> {
  const { slot, key, name, size, at, first, receivers } = share;
  const parties = [...receivers].map(([id, { name, identityKey }]) => ({ id, name, identityKey }));
  const file = size <= KEPT_BYTES ? share.file : null;
  return { slot, key, name, size, at, first, parties, file, mine: true, done: false };
}

function transferOf({ slot, name, size, receivers }: Share): FileTransfer {
  const parties = [...receivers].map(([id, { name, file }]) => {
    return { id, name, progress: file.progress() };
  });
  return { key: slot, name, size, mine: true, parties };
}

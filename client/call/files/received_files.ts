import type { Clock } from "../../platform/clock.ts";
import type { FileTransfer } from "../../state/files.ts";
import type { FileControl, FileOffer } from "../messages/file_control.ts";
import type { FileChannel } from "./file_channel.ts";
import type { FileMember } from "./file_member.ts";
import { cleanFileName } from "./file_name.ts";
import type { FileRecord } from "./file_records.ts";
import type { FileStore } from "./file_store.ts";
import { type IncomingFile, openIncomingFile } from "./incoming_file.ts";
import { MAX_OPEN_OFFERS } from "./sent_files.ts";

/** Files of one member in one stay; further offers are not heard. */
const MAX_OFFERS = 500;

/** Options of {@link openReceivedFiles}. */
export interface ReceivedFilesOptions {
  readonly members: () => readonly FileMember[];
  readonly store: FileStore;
  readonly clock: Pick<Clock, "elapsed" | "now">;
  /** Makes an address for bytes that are to be saved. */
  readonly address: (bytes: Blob) => string;
  /** Shows a file of a member in the chat. */
  readonly addLine: (key: string, name: string, at: number, from: FilePeer) => void;
  /** Keeps what a reload is not to lose. */
  readonly keep: (record: Omit<FileRecord, "room" | "me">) => void;
  readonly forget: (slot: string) => void;
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** The member that a file comes from. */
export interface FilePeer {
  readonly id: string;
  readonly name: string;
}

/** Files that members offer to this page. */
export interface ReceivedFiles {
  /** Takes up what was kept before a reload. */
  resume(record: FileRecord): void;
  /** Takes a message of a member; false when it is about no file of that member. */
  receive(from: FileMember, message: FileControl): boolean;
  /** Takes a channel that this member has opened; closes what nobody has asked for. */
  take(from: FileMember, key: string, channel: FileChannel): void;
  accept(slot: string): void;
  stop(slot: string): void;
  look(): void;
  transfers(): readonly FileTransfer[];
}

/** A file of a member. */
interface Received {
  readonly slot: string;
  readonly key: string;
  readonly from: FilePeer & { readonly identityKey: string };
  readonly name: string;
  readonly size: number;
  readonly at: number;
  readonly file: IncomingFile;
}

/** Opens it before anything is offered. */
export function openReceivedFiles(options: ReceivedFilesOptions): ReceivedFiles {
  const { clock } = options;
  const files = new Map<string, Received>();
  const slotOf = (from: FileMember, key: string) => `${from.id}.${key}`;

  function begin(facts: Omit<Received, "file">): Received {
    const { slot, name, at, from } = facts;
    const file = openIncomingFile(incomingOptions(options, facts, () => settle(slot)));
    const received = { ...facts, file };
    files.set(slot, received);
    options.addLine(slot, name, at, from);
    options.changed();
    return received;
  }

  function settle(slot: string): void {
    const one = files.get(slot);
    const is = one?.file.progress().is;
    if (one && is === "done") options.keep({ ...recordOf(one), done: true });
    if (is === "ended") options.forget(slot);
    options.changed();
  }

  function offered(from: FileMember, { key, name, size }: FileOffer): void {
    const slot = slotOf(from, key);
    const known = files.get(slot);
    if (known) {
      if (known.size === size && isFrom(known, from)) known.file.offeredAgain();
      return;
    }
    const theirs = [...files.values()].filter((one) => one.from.id === from.id);
    const open = theirs.filter(({ file }) => file.progress().is === "offered");
    const identityKey = from.identityKey();
    if (open.length >= MAX_OPEN_OFFERS || theirs.length >= MAX_OFFERS || !identityKey) return;
    const peer = { id: from.id, name: from.name(), identityKey };
    begin({ slot, key, from: peer, name: cleanFileName(name), size, at: clock.now() });
  }

  function accept(received: Received): void {
    if (received.file.progress().is !== "offered") return;
    options.keep(recordOf(received));
    void received.file.accept();
  }

  return {
    resume({ slot, key, name, size, at, done, parties: [from] }) {
      if (from) void begin({ slot, key, name, size, at, from }).file.accept(done);
    },
    receive(from, message) {
      if (message.type === "file-offer") {
        offered(from, message);
        return true;
      }
      const known = files.get(slotOf(from, message.key));
      if (known && message.type === "file-end" && isFrom(known, from)) {
        known.file.ended(message.code);
      }
      return known !== undefined;
    },
    take(from, key, channel) {
      const known = files.get(slotOf(from, key));
      if (known && isFrom(known, from)) known.file.take(channel);
      else channel.close();
    },
    accept(slot) {
      const known = files.get(slot);
      if (known) accept(known);
    },
    stop: (slot) => files.get(slot)?.file.stop(),
    look() {
      for (const { file } of files.values()) file.look();
    },
    transfers: () => [...files.values()].map(transferOf),
  };
}

/** True if a member is the one that has offered a file, and not another under its id. */
const isFrom = (one: Received, from: FileMember) => one.from.identityKey === from.identityKey();

function incomingOptions(
  { members, store, clock, address, signal }: ReceivedFilesOptions,
  { slot, key, size, from: { id, identityKey } }: Omit<Received, "file">,
  changed: () => void,
): Parameters<typeof openIncomingFile>[0] {
  return {
    offer: { key, size },
    slot,
    store,
    // Who has another key is somebody else, whatever its id.
    member: () => members().find((one) => one.id === id && one.identityKey() === identityKey),
    elapsed: clock.elapsed,
    address,
    changed,
    signal,
  };
}

function recordOf({ slot, key, from, name, size, at }: Received): Omit<FileRecord, "room" | "me"> {
  const { id, identityKey } = from;
  const parties = [{ id, name: from.name, identityKey }];
  return {
    slot,
    key,
    name,
    size,
    at,
    parties,
    first: "",
    file: null,
    mine: false,
    done: false,
  };
}

function transferOf({ slot, from, name, size, file }: Received): FileTransfer {
  const parties = [{ id: from.id, name: from.name, progress: file.progress() }];
  return { key: slot, name, size, mine: false, parties };
}

import type { Clock } from "../../platform/clock.ts";
import type { Files, FileTransfer } from "../../state/files.ts";
import { readFileControl } from "../messages/file_control.ts";
import type { FileChannel } from "./file_channel.ts";
import type { FileConnection, FileMember } from "./file_member.ts";
import type { FileRecord, FileRecords } from "./file_records.ts";
import type { FileStore } from "./file_store.ts";
import {
  type FilePeer,
  openReceivedFiles,
  type ReceivedFiles,
  type ReceivedFilesOptions,
} from "./received_files.ts";
import { openSentFiles, type SentFiles, type SentFilesOptions } from "./sent_files.ts";

/** Options of {@link openFileTransfers}. */
export interface FileTransfersOptions
  extends
    Pick<SentFilesOptions, "me" | "isNarrow" | "members" | "signal">,
    Pick<ReceivedFilesOptions, "address"> {
  /** Id of the room. */
  readonly room: string;
  readonly clock: Pick<Clock, "elapsed" | "later" | "now">;
  readonly store: FileStore;
  readonly records: FileRecords;
  /** Shows a file in the chat; without `from` it is one of this page. */
  readonly addLine: (key: string, name: string, at: number, from?: FilePeer) => void;
  /** Shows how far all files are. */
  readonly show: (transfers: readonly FileTransfer[]) => void;
}

/** All files of one stay in a room. */
export interface FileTransfers extends Omit<Files, "transfers"> {
  /** Takes a message of this member, as it came. */
  receive(by: string, text: string): void;
}

/** Interval at which connections are looked at, and progress is shown. */
const LOOK_MS = 250;
const CHANNEL = /^file-([A-Za-z0-9_-]{22})$/;

/** Opens it, and takes up what was kept of this member in this room. */
export function openFileTransfers(
  options: FileTransfersOptions,
  kept: readonly FileRecord[],
): FileTransfers {
  const { me, room, members, records, store, clock, signal } = options;
  let isStale = true;
  const keeping = {
    keep: (record: Omit<FileRecord, "room" | "me">) =>
      void records.put({ ...record, room, me }).catch(() => {}),
    forget: (slot: string) => void records.remove(slot).catch(() => {}),
    changed: () => void (isStale = true),
    addLine: options.addLine,
  };
  const { isNarrow, address } = options;
  const sent = openSentFiles({ me, members, isNarrow, clock, signal, ...keeping });
  const received = openReceivedFiles({ members, store, clock, address, signal, ...keeping });
  const listen = channelListener(received, signal);
  for (const record of kept) {
    if (record.mine) sent.resume(record);
    else received.resume(record);
  }
  look();

  function look(): void {
    for (const member of members()) listen(member);
    sent.look();
    received.look();
    if (isStale) options.show([...sent.transfers(), ...received.transfers()]);
    isStale = false;
    clock.later(LOOK_MS, look, signal);
  }

  return {
    offer: sent.offer,
    accept: received.accept,
    stop(key) {
      sent.stop(key);
      received.stop(key);
    },
    restore: sent.restore,
    receive(by, text) {
      const from = members().find(({ id }) => id === by);
      if (!from) return;
      // Before its accept is answered.
      listen(from);
      receive({ sent, received }, from, text);
    },
  };
}

function receive(
  { sent, received }: { readonly sent: SentFiles; readonly received: ReceivedFiles },
  from: FileMember,
  text: string,
): void {
  const message = readFileControl(text);
  if (!message || sent.receive(from, message) || received.receive(from, message)) return;
  if (message.type === "file-accept") {
    from.send({ type: "file-end", key: message.key, code: "unknown" });
  }
}

/** Hears each channel that a member opens on its connection, once the connection is proven. */
function channelListener(received: ReceivedFiles, signal: AbortSignal) {
  const known = new WeakSet<FileConnection["rtc"]>();
  return (member: FileMember): void => {
    const rtc = member.connection()?.rtc;
    if (!rtc || known.has(rtc)) return;
    known.add(rtc);
    rtc.addEventListener("datachannel", ({ channel }) => {
      const [, key] = CHANNEL.exec(channel.label) ?? [];
      const taken: FileChannel = channel;
      if (key && member.connection()?.rtc === rtc) received.take(member, key, taken);
      else channel.close();
    }, { signal });
  };
}

import { assert } from "@std/assert";
import type { FileChannel } from "../../client/call/files/file_channel.ts";
import type { FileConnection, FileMember } from "../../client/call/files/file_member.ts";
import { memoryRecords } from "../../client/call/files/file_records.ts";
import { type FileStore, memoryStore } from "../../client/call/files/file_store.ts";
import { type FileTransfers, openFileTransfers } from "../../client/call/files/file_transfers.ts";
import { BLOCK_BYTES, type FileControl } from "../../client/call/messages/file_control.ts";
import type { FileTransfer } from "../../client/state/files.ts";
import { type FakeClock, fakeClock, turn } from "./clock.ts";

/** One end of a data channel: in order, and nothing is lost before it is closed. */
export class FakeFileChannel extends EventTarget implements FileChannel {
  readyState: RTCDataChannelState = "connecting";
  binaryType: BinaryType = "blob";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  other: FakeFileChannel | null = null;
  /** Bytes that were sent, without texts. */
  bytes = 0;
  /** Changes what is sent. */
  spoil: (data: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> = (data) => data;

  constructor(readonly label: string, readonly protocol: string) {
    super();
  }

  send(data: string | ArrayBufferView<ArrayBuffer>): void {
    if (this.readyState !== "open") throw new DOMException("closed", "InvalidStateError");
    const sent = typeof data === "string" ? data : this.spoil(copyOf(data)).buffer;
    if (sent instanceof ArrayBuffer) this.bytes += sent.byteLength;
    void turn().then(() => {
      const { other } = this;
      if (other?.readyState === "open") {
        other.dispatchEvent(new MessageEvent("message", { data: sent }));
      }
    });
  }

  close(): void {
    for (const one of [this, this.other]) {
      if (!one || one.readyState === "closed") continue;
      one.readyState = "closed";
      void turn().then(() => one.dispatchEvent(new Event("close")));
    }
  }
}

function copyOf(view: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

/** A page that sends and receives files. */
export interface FilePage {
  readonly id: string;
  readonly store: FileStore;
  transfers: FileTransfers;
  shown: readonly FileTransfer[];
  /** Names of the lines in its chat. */
  readonly lines: string[];
  /** Bytes that it has made addresses for. */
  readonly saved: Blob[];
  identityKey: string;
  narrow: boolean;
  life: AbortController;
}

/** Two pages in one room, which can be parted and reloaded. */
export interface FilePages {
  readonly clock: FakeClock;
  readonly ann: FilePage;
  readonly bob: FilePage;
  /** Channels that were opened so far. */
  readonly channels: FakeFileChannel[];
  /** Control messages so far, as `from type`. */
  readonly said: string[];
  /** Runs before a channel's bytes are sent. */
  spoil: FakeFileChannel["spoil"];
  connect(): void;
  cut(): void;
  reload(page: FilePage): Promise<void>;
  /** Lets time pass until this holds; fails when it never does. */
  until(holds: () => boolean): Promise<void>;
  /** Says something as this page would. */
  say(from: FilePage, message: FileControl): void;
  /** Opens a channel as this page would. */
  open(from: FilePage, label: string, protocol: string): FakeFileChannel;
  close(): void;
}

const idOf = (name: string) => name.padEnd(22, "_");
const ROOM = "r".repeat(22);

interface End extends FileConnection {
  readonly hear: (channel: FakeFileChannel) => void;
}

/** Two pages that are connected. */
export function filePages(): FilePages {
  const clock = fakeClock();
  const channels: FakeFileChannel[] = [];
  const said: string[] = [];
  let ends: ReadonlyMap<FilePage, End> = new Map();
  const [ann, bob] = [newPage("ann"), newPage("bob")];
  const otherOf = (page: FilePage) => page === ann ? bob : ann;

  function newPage(name: string): FilePage & { records: ReturnType<typeof memoryRecords> } {
    return {
      id: idOf(name),
      store: memoryStore(),
      records: memoryRecords(),
      transfers: NOTHING,
      shown: [],
      lines: [],
      saved: [],
      identityKey: `key of ${name}`,
      narrow: false,
      life: new AbortController(),
    };
  }

  function say(from: FilePage, message: FileControl): void {
    const to = otherOf(from);
    said.push(`${from.id.replace(/_+$/, "")} ${message.type}`);
    const { life } = to;
    void turn().then(() =>
      life.signal.aborted || to.transfers.receive(from.id, JSON.stringify(message))
    );
  }

  function open(from: FilePage, label: string, protocol: string): FakeFileChannel {
    const [near, far] = [0, 1].map(() => new FakeFileChannel(label, protocol));
    assert(near && far);
    [near.other, far.other] = [far, near];
    near.spoil = (data) => pages.spoil(data);
    channels.push(near);
    const end = ends.get(otherOf(from));
    void turn().then(() => {
      if (!end || near.readyState === "closed") return near.close();
      for (const one of [far, near]) one.readyState = "open";
      end.hear(far);
      near.dispatchEvent(new Event("open"));
    });
    return near;
  }

  function memberOf(page: FilePage): FileMember {
    const other = otherOf(page);
    return {
      id: other.id,
      name: () => other.id.replace(/_+$/, ""),
      identityKey: () => ends.has(page) ? other.identityKey : null,
      connection: () => ends.get(page) ?? null,
      send(message) {
        if (ends.has(page)) say(page, message);
        return ends.has(page);
      },
    };
  }

  function endOf(page: FilePage): End {
    const target = new EventTarget();
    return {
      rtc: {
        createDataChannel: (label: string, init?: RTCDataChannelInit) =>
          open(page, label, init?.protocol ?? "") as unknown as RTCDataChannel,
        addEventListener: target.addEventListener.bind(
          target,
        ) as RTCPeerConnection["addEventListener"],
      },
      hear: (channel) =>
        void target.dispatchEvent(Object.assign(new Event("datachannel"), { channel })),
    };
  }

  async function begin(page: FilePage): Promise<void> {
    const { records } = page as ReturnType<typeof newPage>;
    page.life = new AbortController();
    const kept = await records.all();
    page.transfers = openFileTransfers({
      me: page.id,
      room: ROOM,
      members: () => [memberOf(page)],
      isNarrow: () => page.narrow,
      clock,
      store: page.store,
      records,
      address: (bytes) => `blob:${page.saved.push(bytes)}`,
      addLine: (_key, name) => page.lines.push(name),
      show: (transfers) => page.shown = transfers,
      signal: page.life.signal,
    }, kept);
  }

  function connect(): void {
    ends = new Map([ann, bob].map((page) => [page, endOf(page)]));
  }

  function cut(): void {
    ends = new Map();
    for (const one of channels) one.close();
  }

  const pages: FilePages = {
    clock,
    ann,
    bob,
    channels,
    said,
    spoil: (data) => data,
    connect,
    cut,
    async reload(page) {
      page.life.abort();
      cut();
      await turn();
      await begin(page);
      connect();
    },
    async until(holds) {
      for (let turns = 0; turns < 4000; turns++) {
        if (holds()) return;
        await workDone();
        await clock.pass(50);
        await turn();
      }
      assert(holds(), JSON.stringify([ann.shown, bob.shown]));
    },
    say,
    open,
    close() {
      for (const { life } of [ann, bob]) life.abort();
    },
  };
  void begin(ann);
  void begin(bob);
  connect();
  return pages;
}

/**
 * Resolves when a block was read and hashed: the pages do so in threads that no fake clock drives,
 * and their time must not run ahead of them, however busy the machine is.
 */
async function workDone(): Promise<void> {
  await crypto.subtle.digest("SHA-256", await A_BLOCK.arrayBuffer());
}

const A_BLOCK = new Blob([new Uint8Array(BLOCK_BYTES)]);
const NOTHING: FileTransfers = { offer() {}, accept() {}, stop() {}, restore() {}, receive() {} };

/** A file of bytes that repeat nowhere soon. */
export function fileOf(name: string, size: number): File {
  const bytes = new Uint8Array(size);
  for (let at = 0, state = 1; at < size; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return new File([bytes], name);
}

/** Where the only transfer of a page stands. */
export const standing = ({ shown }: FilePage) => shown[0]?.parties[0]?.progress;

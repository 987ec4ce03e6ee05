import type { Later } from "../../platform/clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { Report as PathReport } from "./congestion.ts";
import { type BandwidthMessage, PROBE_TRAIN } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";
import { type Report, selectedPath } from "../health/selected_path.ts";
import { sharedReport } from "../health/shared_report.ts";
import type { SendLevel, SendLevels } from "../../state/diagnostics.ts";
import { outboundFrames } from "./outbound_frames.ts";
import { followReloads } from "./reloaded_pages.ts";
import {
  dueMeasurement,
  EMPTY,
  type Event,
  levelOf,
  type State,
  step,
  unanswered,
} from "./uplink.ts";

/** Options of {@link adaptSending}. */
export interface AdaptationOptions {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly later: Later;
  readonly signal: AbortSignal;
  readonly members: () => readonly Member[];
  /** Takes the levels of the members that are sent less, or send less, whenever they change. */
  readonly setLevels: (levels: SendLevels) => void;
  /** Takes the counters of each connection, about once a second. */
  readonly read?: (id: string, connection: Connection, report: Report) => void;
}

/** Sends each member as much as the way to it carries. */
export interface BandwidthAdapter {
  receive(from: string, message: BandwidthMessage): void;
}

/** Notes about one member, of the connection that carries it. */
interface Notes {
  readonly connection: Connection;
  /** It knows its level. */
  told: boolean;
  /** Everything sent so far, and when that was. */
  sent: { readonly at: number; readonly bytes: number } | null;
  /** Frames of the camera sent so far, and since when no more. */
  picture: { readonly frames: number; readonly since: number };
}

/** Connections are looked at this often. */
const LOOK_MS = 1000;
/** A look so much later is of a page that was short of time itself: it judges nothing. */
const STARVED_MS = 1700;
/** Length that makes a message about as long as a packet, and the size of the last one. */
const PAD_BYTES = 1000;
const PROBE_BITS = PAD_BYTES * 8;
/** Headers of a packet besides those of RTP: IPv4, UDP, and the tag of SRTP. */
const OVERHEAD_BYTES = 38;
/** A camera that sends nothing for this long is held back by the browser's own estimate. */
const STILL_MS = 4000;

/** Begins to look after the ways to all members, and to answer those who measure theirs. */
export function adaptSending(options: AdaptationOptions): BandwidthAdapter {
  const { members, elapsed, later, signal } = options;
  const book = new Map<string, Notes>();
  const received = receiving(members, elapsed);
  const uplink = keepUplink({ members, elapsed, changed });
  let looked = elapsed();
  let shown = JSON.stringify(situation());

  later(LOOK_MS, look, signal);

  function look(): void {
    const starved = elapsed() - looked > STARVED_MS;
    looked = elapsed();
    const ids = members().map(({ peer }) => peer.id);
    for (const id of book.keys()) if (!ids.includes(id)) book.delete(id);
    received.look();
    uplink.tell({ type: "members", ids });
    for (const pair of members()) void examine(pair, starved);
    uplink.measure();
    show();
    later(LOOK_MS, look, signal);
  }

  async function examine({ peer }: Member, starved: boolean): Promise<void> {
    const { id } = peer;
    const connection = peer.connection();
    if (connection?.state() !== "connected") return;
    const stats = await sharedReport(connection.rtc, elapsed()).catch(() => null);
    if (!stats || signal.aborted || peer.connection() !== connection) return;
    const notes = notesOf(book.get(id), connection, elapsed());
    book.set(id, notes);
    options.read?.(id, connection, stats);
    const rate = rateOf(notes, stats, elapsed());
    const path = `${connection.id} ${selectedPath(stats)}`;
    const reports = starved ? [] : reportsOf(stats);
    uplink.tell({ type: "reports", id, path, reports, rate });
    if (still(notes, uplink.level(id), stats, elapsed())) uplink.tell({ type: "paused", id });
    if (uplink.level(id) !== "full") tellLevel(peer, notes);
  }

  function changed(peers: readonly Member["peer"][]): void {
    for (const peer of peers) {
      const notes = book.get(peer.id);
      if (notes) tellLevel(peer, Object.assign(notes, { told: false }));
    }
    show();
  }

  function tellLevel(peer: Member["peer"], notes: Notes): void {
    if (notes.told || peer.connection() !== notes.connection) return;
    notes.told = peer.send({ type: "send-level", level: uplink.level(peer.id) });
  }

  function situation(): SendLevels {
    return { sends: uplink.lowered(), gets: Object.fromEntries(received.levels) };
  }

  function show(): void {
    const now = situation();
    const text = JSON.stringify(now);
    if (shown !== text) options.setLevels(now);
    shown = text;
  }

  return {
    receive(from, message) {
      const peer = members().find(({ peer }) => peer.id === from)?.peer;
      if (!peer) return;
      if (message.type === "bandwidth-report") uplink.answered(from, message.gapMs);
      else received.hear(peer, message);
      show();
    },
  };
}

/** Holds the state of the uplink, and measures the ways that are to be measured. */
function keepUplink(options: {
  readonly members: AdaptationOptions["members"];
  readonly elapsed: () => number;
  /** These members are sent another level. */
  readonly changed: (peers: readonly Member["peer"][]) => void;
}) {
  const { elapsed } = options;
  const peers = () => options.members().map(({ peer }) => peer);
  let state: State = EMPTY;
  function tell(event: Event): void {
    const before = state;
    state = step(before, event, elapsed());
    const changed = peers().filter(({ id }) => levelOf(before, id) !== levelOf(state, id));
    if (changed.length > 0) options.changed(changed);
  }
  return {
    tell,
    level: (id: string) => levelOf(state, id),
    lowered(): SendLevels["sends"] {
      const lowered = [...state.receivers].filter(([, { level }]) => level !== "full");
      return Object.fromEntries(lowered.map(([id, { level }]) => [id, level]));
    },
    measure(): void {
      const { trial } = state;
      if (trial && unanswered(state, elapsed())) {
        tell({ type: "measured", id: trial.id, rate: null });
      }
      const id = dueMeasurement(state, elapsed());
      const peer = peers().find((peer) => peer.id === id);
      if (id === null || !peer) return;
      tell({ type: "measuring", id });
      const pad = "0".repeat(PAD_BYTES);
      for (let at = 0; at < PROBE_TRAIN; at++) {
        peer.send({ type: "bandwidth-probe", index: at, padding: pad });
      }
    },
    answered(id: string, apart: number): void {
      tell({ type: "measured", id, rate: PROBE_BITS / Math.max(1, apart) });
    },
  };
}

/** Notes about a member on this connection: those there are, or new ones. */
function notesOf(known: Notes | undefined, connection: Connection, now: number): Notes {
  if (known?.connection === connection) return known;
  return { connection, told: false, sent: null, picture: { frames: 0, since: now } };
}

/** True if there is a picture to be sent, and none has been for a while. */
function still(notes: Notes, level: SendLevel, stats: Report, now: number): boolean {
  const frames = outboundFrames(notes.connection.rtc, stats, "framesSent").camera;
  const track = notes.connection.slots()?.camera.sender.track;
  const expected = level === "less" && Boolean(track);
  if (!expected || frames !== notes.picture.frames) notes.picture = { frames, since: now };
  return now - notes.picture.since > STILL_MS;
}

/** Send levels that members tell this page, and the gaps of their trains of probes. */
function receiving(members: () => readonly Member[], elapsed: () => number) {
  const levels = new Map<string, SendLevel>();
  const seconds = new Map<string, number>();
  // A page that was reloaded sends everything, until it says otherwise.
  const sessions = followReloads(members, (id) => {
    for (const one of [levels, seconds]) one.delete(id);
  });
  /** Milliseconds between the last two of this member's train. */
  const apart = (id: string) => Math.min(60_000, Math.round(elapsed() - (seconds.get(id) ?? 0)));
  return {
    levels,
    look: sessions.look,
    hear(
      peer: Member["peer"],
      message: Exclude<BandwidthMessage, { readonly type: "bandwidth-report" }>,
    ): void {
      const { id } = peer;
      sessions.heard(peer);
      switch (message.type) {
        case "send-level":
          levels.set(id, message.level);
          if (message.level === "full") levels.delete(id);
          return;
        case "bandwidth-probe":
          if (message.index === PROBE_TRAIN - 2) seconds.set(id, elapsed());
          if (message.index === PROBE_TRAIN - 1) {
            peer.send({ type: "bandwidth-report", gapMs: apart(id) });
          }
      }
    },
  };
}

function reportsOf(stats: Report): PathReport[] {
  return [...stats.values()].flatMap((one) =>
    one.type === "remote-inbound-rtp" && one.roundTripTime !== undefined
      ? [{ at: one.timestamp, roundTrip: one.roundTripTime * 1000, loss: one.fractionLost ?? 0 }]
      : []
  );
}

/** kbit/s sent since the look before, with all headers; null at the first. */
function rateOf(notes: Notes, stats: Report, now: number): number | null {
  let bytes = 0;
  for (const one of stats.values()) {
    if (one.type !== "outbound-rtp") continue;
    const { bytesSent = 0, headerBytesSent = 0, packetsSent = 0 } = one;
    bytes += bytesSent + headerBytesSent + packetsSent * OVERHEAD_BYTES;
  }
  const { sent } = notes;
  notes.sent = { at: now, bytes };
  if (!sent || bytes === 0 || now <= sent.at) return null;
  return Math.max(0, bytes - sent.bytes) * 8 / (now - sent.at);
}

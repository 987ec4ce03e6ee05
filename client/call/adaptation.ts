import type { Agenda } from "./agenda.ts";
import type { CallOptions } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { Report as PathReport } from "./congestion.ts";
import type { Crowd } from "./crowd.ts";
import { type Measuring, TRAIN } from "./motion.ts";
import type { Pair } from "./observe.ts";
import { type Report, selectedPath } from "./route.ts";
import type { Insight, SendLevel } from "./state.ts";
import { due, EMPTY, type Event, levelOf, type State, step, unanswered } from "./uplink.ts";

/** Options of {@link adaptSending}. */
export interface AdaptationOptions extends Pick<CallOptions, "elapsed" | "later" | "signal"> {
  readonly agenda: Agenda;
  readonly pairs: () => readonly Pair[];
  readonly crowd: Pick<Crowd, "tell">;
  /** Members that are sent less, or send less. */
  readonly tell: (told: Pick<Insight, "sends" | "gets">) => void;
}

/** Sends each member as much as the way to it carries. */
export interface BandwidthAdapter {
  hear(from: string, said: Measuring): void;
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
  const { agenda, pairs, crowd, elapsed, later, signal } = options;
  const book = new Map<string, Notes>();
  const received = receiving(options.pairs, elapsed);
  let uplink: State = EMPTY;
  let looked = elapsed();
  let shown = JSON.stringify(situation());

  agenda.level = (id) => levelOf(uplink, id);
  // A picture that is held back stands still: nothing is broken.
  agenda.missed = (id, all) =>
    received.levels.has(id) ? { ...all, camera: false, screen: false } : all;
  later(LOOK_MS, look, signal);

  function look(): void {
    const now = elapsed();
    const starved = now - looked > STARVED_MS;
    looked = now;
    const ids = pairs().map(({ peer }) => peer.id);
    for (const id of book.keys()) if (!ids.includes(id)) book.delete(id);
    received.look();
    update({ type: "members", ids });
    for (const pair of pairs()) void examine(pair, starved);
    if (unanswered(uplink, now) && uplink.trial) {
      update({ type: "measured", id: uplink.trial.id, rate: null });
    }
    measure();
    show();
    later(LOOK_MS, look, signal);
  }

  async function examine({ peer }: Pair, starved: boolean): Promise<void> {
    const connection = peer.connection();
    if (connection?.state() !== "connected") return;
    const stats = await connection.rtc.getStats().catch(() => null);
    if (!stats || signal.aborted || peer.connection() !== connection) return;
    const notes = notesOf(peer.id, connection);
    const rate = rateOf(notes, stats, elapsed());
    const path = `${connection.pc} ${selectedPath(stats)}`;
    const reports = starved ? [] : reportsOf(stats);
    update({ type: "reports", id: peer.id, path, reports, rate });
    if (still(peer.id, notes, stats)) update({ type: "paused", id: peer.id });
    if (levelOf(uplink, peer.id) !== "full") tellLevel(peer, notes);
  }

  function notesOf(id: string, connection: Connection): Notes {
    const known = book.get(id);
    if (known?.connection === connection) return known;
    const picture = { frames: 0, since: elapsed() };
    const notes = { connection, told: false, sent: null, picture };
    book.set(id, notes);
    return notes;
  }

  /** True if there is a picture to be sent, and none has been for a while. */
  function still(id: string, notes: Notes, stats: Report): boolean {
    const now = elapsed();
    const frames = framesOf(stats);
    const sends = notes.connection.slots()?.camera.sender.track;
    const expected = levelOf(uplink, id) === "less" && Boolean(sends);
    if (!expected || frames !== notes.picture.frames) notes.picture = { frames, since: now };
    return now - notes.picture.since > STILL_MS;
  }

  function update(event: Event): void {
    const before = uplink;
    uplink = step(before, event, elapsed());
    const changed = pairs().filter(({ peer }) => {
      return levelOf(before, peer.id) !== levelOf(uplink, peer.id);
    });
    if (changed.length === 0) return;
    for (const { peer } of changed) {
      peer.resend();
      const notes = book.get(peer.id);
      if (notes) tellLevel(peer, Object.assign(notes, { told: false }));
    }
    crowd.tell();
    show();
  }

  function tellLevel(peer: Pair["peer"], notes: Notes): void {
    if (notes.told || peer.connection() !== notes.connection) return;
    notes.told = peer.say({ type: "send-level", level: levelOf(uplink, peer.id) });
  }

  function measure(): void {
    const id = due(uplink, elapsed());
    const peer = pairs().find(({ peer }) => peer.id === id)?.peer;
    if (id === null || !peer) return;
    update({ type: "measuring", id });
    for (let at = 0; at < TRAIN; at++) peer.say({ type: "probe", at, pad: "0".repeat(PAD_BYTES) });
  }

  function situation(): Pick<Insight, "sends" | "gets"> {
    const sends = [...uplink.receivers].flatMap(([id, { level }]) =>
      level === "full" ? [] : [[id, level] as const]
    );
    return { sends: Object.fromEntries(sends), gets: Object.fromEntries(received.levels) };
  }

  function show(): void {
    const now = situation();
    const text = JSON.stringify(now);
    if (shown === text) return;
    shown = text;
    options.tell(now);
  }

  return {
    hear(from, said) {
      const peer = pairs().find(({ peer }) => peer.id === from)?.peer;
      if (!peer) return;
      switch (said.type) {
        case "probe":
          return received.probe(peer, said.at);
        case "echo":
          return update({
            type: "measured",
            id: from,
            rate: PROBE_BITS / Math.max(1, said.apart),
          });
        case "send-level":
          received.level(peer, said.level);
          return show();
      }
    },
  };
}

/** What members send this page, and how fast their trains of probes come. */
function receiving(pairs: () => readonly Pair[], elapsed: () => number) {
  const levels = new Map<string, SendLevel>();
  const sessions = new Map<string, string>();
  const seconds = new Map<string, number>();
  const sessionOf = (peer: Pair["peer"]) => peer.connection()?.partner()?.hello.sid ?? "";
  const forget = (id: string) => {
    for (const one of [levels, sessions, seconds]) one.delete(id);
  };
  return {
    levels,
    look() {
      for (const id of [...sessions.keys(), ...seconds.keys()]) {
        const peer = pairs().find(({ peer }) => peer.id === id)?.peer;
        // A page that was reloaded sends everything, until it says otherwise.
        const now = peer && sessionOf(peer);
        const other = now && sessions.has(id) && sessions.get(id) !== now;
        if (!peer || other) forget(id);
      }
    },
    level(peer: Pair["peer"], level: SendLevel) {
      if (level === "full") return forget(peer.id);
      levels.set(peer.id, level);
      sessions.set(peer.id, sessionOf(peer));
    },
    probe(peer: Pair["peer"], at: number) {
      if (at === TRAIN - 2) seconds.set(peer.id, elapsed());
      if (at !== TRAIN - 1) return;
      const apart = Math.round(elapsed() - (seconds.get(peer.id) ?? 0));
      peer.say({ type: "echo", apart: Math.min(60_000, apart) });
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

/** Frames of the camera that this page has sent. */
function framesOf(stats: Report): number {
  const camera = [...stats.values()].find(({ type, mid }) =>
    type === "outbound-rtp" && mid === "1"
  );
  return camera?.framesSent ?? 0;
}

import type { Agenda } from "./agenda.ts";
import type { CallOptions } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { Crowd } from "./crowd.ts";
import { type Measuring, TRAIN } from "./motion.ts";
import type { Pair } from "./observe.ts";
import type { Insight, SendLevel } from "./state.ts";
import { type Judge, judge, type Reading } from "./thrift.ts";

export interface SpendOptions extends Pick<CallOptions, "elapsed" | "later" | "signal"> {
  readonly agenda: Agenda;
  readonly pairs: () => readonly Pair[];
  readonly crowd: Pick<Crowd, "tell">;
  /** Somebody is sent less, or sends less. */
  readonly tell: (told: Pick<Insight, "sends" | "gets">) => void;
}

/** Spends what the way to each member carries, and no more. */
export interface Spender {
  hear(from: string, said: Measuring): void;
}

interface Notes {
  readonly judge: Judge;
  is: SendLevel;
  /** The connection on which they know. */
  told: Connection | null;
  /** When a train of messages was sent that is not answered yet. */
  trial: number | null;
  /** Frames of the camera sent so far, and since when no more. */
  readonly sent: { frames: number; since: number };
}

/** Connections are looked at this often, in ms. */
const LOOK_EVERY = 1000;
/** A look so much later, in ms, is of a page that was short of time itself: it judges nothing. */
const STARVED = 1700;
/** What makes a message about as long as a packet, in bytes; what the last one weighs, in bits. */
const PAD = 1000;
const WEIGHT = PAD * 8;
/** A camera that sends nothing for this long, in ms, is held back by the browser's own estimate. */
const STILL = 4000;
/** An answer that takes longer than this, in ms, does not come. */
const UNANSWERED = 8000;

/** Begins to look after the pairs, and to answer those who measure. */
export function spend(options: SpendOptions): Spender {
  const { agenda, pairs, crowd, elapsed, later, signal } = options;
  const book = new Map<string, Notes>();
  const gets = new Map<string, SendLevel>();
  const seconds = new Map<string, number>();
  let looked = elapsed();
  let shown = JSON.stringify(situation());

  agenda.level = (id) => book.get(id)?.is ?? "full";
  // A picture that is held back stands still: nothing is broken.
  agenda.missed = (id, all) => gets.has(id) ? { ...all, camera: false, screen: false } : all;
  later(LOOK_EVERY, look, signal);

  function look(): void {
    const now = elapsed();
    const starved = now - looked > STARVED;
    looked = now;
    const here = pairs();
    for (const one of [book, gets, seconds]) {
      for (const id of one.keys()) if (!here.some(({ peer }) => peer.id === id)) one.delete(id);
    }
    for (const pair of here) void examine(pair, starved);
    show();
    later(LOOK_EVERY, look, signal);
  }

  async function examine({ peer }: Pair, starved: boolean): Promise<void> {
    const connection = peer.connection();
    if (connection?.state() !== "connected") return;
    const stats = await connection.rtc.getStats().catch(() => null);
    if (!stats || signal.aborted || peer.connection() !== connection) return;
    const notes = notesOf(peer.id);
    if (!starved) notes.judge.look(readingsOf(stats), elapsed());
    if (still(notes, connection, stats)) notes.judge.paused(elapsed());
    measure(peer, notes);
    if (notes.judge.level() !== notes.is) change(peer, notes);
    if (notes.is !== "full") tell(peer, notes, connection);
  }

  function notesOf(id: string): Notes {
    const notes = book.get(id) ??
      {
        judge: judge(),
        is: "full",
        told: null,
        trial: null,
        sent: { frames: 0, since: 0 },
      };
    book.set(id, notes);
    return notes;
  }

  /** There is a picture to be sent, and none has been for a while. */
  function still({ is, sent }: Notes, connection: Connection, stats: RTCStatsReport): boolean {
    const now = elapsed();
    const frames = framesOf(stats);
    const due = is === "less" && Boolean(connection.slots()?.camera.sender.track);
    if (!due || frames !== sent.frames) Object.assign(sent, { frames, since: now });
    return now - sent.since > STILL;
  }

  function change(peer: Pair["peer"], notes: Notes): void {
    notes.is = notes.judge.level();
    notes.told = null;
    peer.resend();
    crowd.tell();
    const connection = peer.connection();
    if (connection) tell(peer, notes, connection);
    show();
  }

  function tell(peer: Pair["peer"], notes: Notes, connection: Connection): void {
    if (notes.told === connection || !peer.say({ type: "thrift", is: notes.is })) return;
    notes.told = connection;
  }

  function measure(peer: Pair["peer"], notes: Notes): void {
    const { judge, trial } = notes;
    const now = elapsed();
    if (trial !== null && now - trial > UNANSWERED) {
      notes.trial = null;
      judge.measured(null, now);
    } else if (trial === null && judge.due(now)) {
      notes.trial = now;
      for (let at = 0; at < TRAIN; at++) peer.say({ type: "probe", at, pad: "0".repeat(PAD) });
    }
  }

  function answered(peer: Pair["peer"], apart: number): void {
    const notes = notesOf(peer.id);
    if (notes.trial === null) return;
    notes.trial = null;
    notes.judge.measured(WEIGHT / Math.max(1, apart), elapsed());
    if (notes.judge.level() !== notes.is) change(peer, notes);
  }

  function situation(): Pick<Insight, "sends" | "gets"> {
    const sends = [...book].flatMap(([id, { is }]) => is === "full" ? [] : [[id, is] as const]);
    return { sends: Object.fromEntries(sends), gets: Object.fromEntries(gets) };
  }

  function show(): void {
    const now = situation();
    const text = JSON.stringify(now);
    if (shown === text) return;
    shown = text;
    options.tell(now);
  }

  /** Milliseconds between the last two of this member's train. */
  const apart = (id: string) => Math.min(60_000, Math.round(elapsed() - (seconds.get(id) ?? 0)));

  return {
    hear(from, said) {
      const peer = pairs().find(({ peer }) => peer.id === from)?.peer;
      if (!peer) return;
      switch (said.type) {
        case "probe":
          if (said.at === TRAIN - 2) seconds.set(from, elapsed());
          if (said.at === TRAIN - 1) peer.say({ type: "echo", apart: apart(from) });
          return;
        case "echo":
          return answered(peer, said.apart);
        case "thrift":
          if (said.is === "full") gets.delete(from);
          else gets.set(from, said.is);
          return show();
      }
    },
  };
}

function readingsOf(stats: RTCStatsReport): Reading[] {
  return [...stats.values()].flatMap((one) =>
    one.type === "remote-inbound-rtp" && one.roundTripTime !== undefined
      ? [{ at: one.timestamp, roundTrip: one.roundTripTime * 1000, loss: one.fractionLost ?? 0 }]
      : []
  );
}

/** Frames of the camera that this page has sent. */
function framesOf(stats: RTCStatsReport): number {
  const camera = [...stats.values()].find(({ type, mid }) =>
    type === "outbound-rtp" && mid === "1"
  );
  return camera?.framesSent ?? 0;
}

import type { CallOptions } from "./call.ts";
import type { Connection } from "./connection.ts";
import { type Portrait, portray } from "./participant.ts";
import { openPeer, type Peer, type PeerOptions } from "./peer.ts";
import { applyBudget, fitCamera, isPoor, type Look, look } from "./quality.ts";
import type { Spare } from "./spare.ts";
import type { Participant } from "./state.ts";

/** The other members, as this page knows them. */
export interface Crowd {
  /** The peer with this id, met now if not before. */
  of(id: string): Peer;
  known(id: string): Peer | undefined;
  all(): readonly Peer[];
  participants(): readonly Participant[];
  /** Own tracks or the number of others changed: what is sent may cost more or less now. */
  rebudget(): void;
}

export interface CrowdOptions extends
  Pick<
    CallOptions,
    "later" | "now" | "tracks" | "about" | "changed" | "chat" | "remark" | "signal"
  > {
  readonly me: string;
  readonly spare: Spare;
  readonly open: (pc: string) => Connection;
  readonly send: PeerOptions["send"];
  readonly ask: PeerOptions["ask"];
}

interface Seat {
  readonly peer: Peer;
  readonly portrait: Portrait;
  met: boolean;
  late: boolean;
  poor: boolean;
  greeted: boolean;
  before: Look;
  budgeted: Connection | null;
}

/** A pair that has not connected after this, in ms, is said to have failed; it goes on trying. */
const LATE = 20_000;
const LOOK_EVERY = 3000;
const GROW_AFTER = 1500;

/** Gathers the peers of one stay in a room. */
export function gather(options: CrowdOptions): Crowd {
  const seats = new Map<string, Seat>();
  const { signal, later } = options;

  signal.addEventListener("abort", () => {
    for (const { peer } of seats.values()) peer.close();
    seats.clear();
  }, { once: true });
  later(LOOK_EVERY, watch, signal);

  function meet(id: string): Seat {
    const peer = openPeer({
      ...options,
      id,
      changed: () => refresh(id),
      talk: (talk) => {
        if (talk.type !== "chat") return;
        const name = seats.get(id)?.peer.about().name ?? "";
        const line = { key: talk.key, from: id, name, mine: false, text: talk.text };
        options.chat({ ...line, at: options.now() });
      },
      gone: () => forget(id),
    });
    const seat: Seat = {
      peer,
      portrait: portray(peer),
      met: false,
      late: false,
      poor: false,
      greeted: false,
      before: { received: 0, lost: 0 },
      budgeted: null,
    };
    seats.set(id, seat);
    later(LATE, () => {
      seat.late = !seat.met;
      options.changed();
    }, signal);
    return seat;
  }

  function forget(id: string): void {
    const seat = seats.get(id);
    if (!seat) return;
    seats.delete(id);
    seat.peer.close();
    if (seat.greeted) options.remark({ is: "left", name: seat.peer.about().name });
    rebudget();
    options.changed();
  }

  function refresh(id: string): void {
    const seat = seats.get(id);
    if (seat?.peer.connection()?.rtc.connectionState === "connected") connected(seat);
    options.changed();
  }

  function connected(seat: Seat): void {
    const { name } = seat.peer.about();
    if (!seat.greeted && name) {
      seat.greeted = true;
      options.remark({ is: "joined", name });
    }
    seat.met = true;
    if (seat.budgeted === seat.peer.connection()) return;
    seat.budgeted = seat.peer.connection();
    // The first picture is small and soon there; then it may grow. Among many it stays small.
    if (seats.size > 2) rebudget();
    else later(GROW_AFTER, rebudget, signal);
  }

  function rebudget(): void {
    void fitCamera(options.tracks().camera, seats.size);
    for (const seat of seats.values()) {
      const connection = seat.peer.connection();
      if (connection?.rtc.connectionState !== "connected") continue;
      void applyBudget(connection, seats.size);
    }
  }

  function watch(): void {
    for (const seat of seats.values()) void examine(seat);
    later(LOOK_EVERY, watch, signal);
  }

  async function examine(seat: Seat): Promise<void> {
    const connection = seat.peer.connection();
    if (connection?.rtc.connectionState !== "connected") return;
    const now = await look(connection.rtc);
    const poor = isPoor(seat.before, now);
    seat.before = now;
    if (poor === seat.poor) return;
    seat.poor = poor;
    options.changed();
  }

  return {
    of: (id) => (seats.get(id) ?? meet(id)).peer,
    known: (id) => seats.get(id)?.peer,
    all: () => [...seats.values()].map(({ peer }) => peer),
    participants: () => [...seats.values()].map((seat) => seat.portrait.view(seat)),
    rebudget,
  };
}

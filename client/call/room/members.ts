import type { Connection } from "../connection/connection.ts";
import { givesWay } from "./member_limit.ts";
import type { Member, Seat } from "./member.ts";
import type { Letter } from "../security/envelope.ts";
import { portray } from "./participant.ts";
import { openPeer, type Peer, type PeerOptions } from "./peer.ts";
import { aboutAt, fitCamera, limitsFor, tracksAt } from "../media/encodings.ts";
import type { Spare } from "../connection/prepared_connection.ts";
import { openTrustStore } from "../security/trust_store.ts";
import type { Agenda } from "./sending.ts";
import type { Policy } from "./policy.ts";
import type { Hello } from "../messages/negotiation.ts";
import type { Pass } from "../messages/peer_channel.ts";
import type { Pact } from "../security/sas_secret.ts";
import { openCommitment } from "../security/sas_commitment.ts";
import type { About, ChatLine, Participant, Remark } from "../../state/call_state.ts";
import type { Tracks } from "../media/slots.ts";
import type { Later } from "../../platform/clock.ts";

/** The other members, as this page knows them. */
export interface Crowd {
  /**
   * The peer with this id, met now if not before; none while it is barred, or while there are as
   * many others as can be.
   */
  of(id: string): Peer | undefined;
  known(id: string): Peer | undefined;
  /** A letter in this member's name, whose signature is right; `by` has handed it over. */
  hear(from: string, letter: Letter, by?: string): Promise<void>;
  /** Somebody has tried to pass for this member. */
  doubt(id: string): void;
  /** A member has handed over what another one has not written. */
  accuse(by: string, from: string): void;
  /** True if a connection has shown, in this stay, that this member is who it says. */
  proven(id: string): boolean;
  /** Ends whatever there is with this member. */
  forget(id: string): void;
  readonly send: PeerOptions["send"];
  all(): readonly Peer[];
  pairs(): readonly Member[];
  /** True if somebody has not confirmed this line of this page. */
  waits(key: string): boolean;
  participants(): readonly Participant[];
  /** What the code with this member is made of; null until both sides have told theirs. */
  halves(id: string): Pact["halves"] | null;
  /** A person has compared the code with this member's. */
  verify(id: string): void;
  /** Everybody is told what there is of this page to be seen and heard. */
  tell(): void;
  /** Own tracks changed, or how many or how much each of the others is sent. */
  resend(): void;
}

/** Options of {@link gather}. */
export interface CrowdOptions {
  readonly later: Later;
  /** Milliseconds since 1970, to be shown. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly tracks: () => Tracks;
  readonly about: () => About;
  readonly changed: () => void;
  readonly chat: (line: ChatLine) => void;
  readonly remark: (remark: Remark) => void;
  /** Somebody has tried to pass for the member of this name; see {@link Crowd.accuse} for `by`. */
  readonly alarm: (name: string, by: string | null) => void;
  readonly signal: AbortSignal;
  readonly me: string;
  readonly spare: Spare;
  readonly open: (pc: string) => Connection;
  readonly ready: PeerOptions["ready"];
  readonly digests: PeerOptions["digests"];
  /** The own session. */
  readonly hello: Hello;
  readonly agenda: Agenda;
  readonly policy: Pick<Policy, "bars" | "hear">;
  readonly send: PeerOptions["send"];
  readonly ask: PeerOptions["ask"];
  /** True while the server takes messages. */
  readonly wired: () => boolean;
  /** A member has handed this over. */
  readonly pass: (sender: string, parcel: Pass) => void;
  /** Nobody waits for this line of this page any more. */
  readonly delivered: (key: string) => void;
}

/** A pair that has not connected after this, in ms, has failed for now. */
const LATE = 16_000;
/** The counters are read this often, in ms. */
const LOOK_EVERY = 1000;
/** So many looks later the others are told again that this page is there, and whom it sees. */
const BEAT = 2;

/** Gathers the peers of one stay in a room. */
export function gather(options: CrowdOptions): Crowd {
  const seats = new Map<string, Seat>();
  const trust = openTrustStore((id) => seats.has(id));
  const { signal, later, agenda, policy } = options;
  let looks = 0;

  signal.addEventListener("abort", () => {
    for (const { peer } of seats.values()) peer.close();
    seats.clear();
  }, { once: true });
  later(LOOK_EVERY, watch, signal);

  /** The seat of this member, taken now if not before; none where all are taken. */
  function seatOf(id: string, wrote: boolean): Seat | undefined {
    const known = seats.get(id);
    if (known) return Object.assign(known, { wrote: known.wrote || wrote });
    const other = givesWay(seats, wrote);
    if (other === "nobody") return undefined;
    if (other) forget(other.id);
    return meet(id, wrote);
  }

  function meet(id: string, wrote: boolean): Seat {
    const level = () => agenda.level(id);
    const about = () => aboutAt(level(), options.about());
    const peer = openPeer({
      ...options,
      id,
      about,
      sending: () => ({
        tracks: tracksAt(level(), options.tracks()),
        limits: limitsFor(others(), level()),
      }),
      missed: (all) => agenda.missed(id, all),
      proves(hello) {
        const known = trust.proves(id, hello);
        if (known) seat.doubted = false;
        return known;
      },
      impostor: () => doubt(id),
      revealed: (connection, secret) => void seat.commitment.reveal(connection, secret),
      changed: () => refresh(id),
      reaches: () => options.wired() || all().some((one) => one.alive()),
      seen: (other) => all().some((peer) => peer.sees(other)),
      chat: ({ key, text }) => {
        const own = { from: id, name: nameOf(id), mine: false, pending: false };
        options.chat({ key, text, at: options.now(), ...own });
      },
      got: (key) => waits(key) || options.delivered(key),
      pass: (parcel) => options.pass(id, parcel),
      other: (text) => policy.hear({ by: id, name: seat.peer.about().name, text }),
      gone: () => forget(id),
    });
    const seat: Seat = {
      peer,
      about,
      portrait: portray(peer),
      since: options.elapsed(),
      wrote,
      setup: null,
      late: false,
      doubted: false,
      greeted: false,
      shown: null,
      commitment: openCommitment({
        hello: options.hello,
        commit: options.digests.commit,
        forged: () => doubt(id),
        told: options.changed,
      }),
    };
    seats.set(id, seat);
    later(LATE, () => {
      seat.late = seat.setup === null;
      if (seat.late) options.changed();
    }, signal);
    return seat;
  }

  /** Said aloud, whatever else works. */
  function doubt(id: string): void {
    if (policy.bars(id)) return;
    const seat = seatOf(id, false);
    if (seat) seat.doubted = true;
    options.alarm(seat?.peer.about().name ?? "", null);
    options.changed();
  }

  const nameOf = (id: string) => seats.get(id)?.peer.about().name ?? "";
  const accuse = (by: string, from: string) => options.alarm(nameOf(from), nameOf(by));

  function forget(id: string): void {
    const seat = seats.get(id);
    if (!seat) return;
    seats.delete(id);
    seat.peer.close();
    // Whoever is left has them: nobody is waited for any more.
    for (const key of seat.peer.waiting()) if (!waits(key)) options.delivered(key);
    if (seat.greeted) options.remark({ is: "left", name: seat.peer.about().name });
    resend();
    options.changed();
  }

  function refresh(id: string): void {
    const seat = seats.get(id);
    if (seat?.peer.connection()?.state() === "connected") connected(seat);
    options.changed();
  }

  function connected(seat: Seat): void {
    const { name } = seat.peer.about();
    if (!seat.greeted && name) {
      seat.greeted = true;
      options.remark({ is: "joined", name });
    }
    if (seat.setup !== null) return;
    seat.setup = options.elapsed() - seat.since;
    resend();
  }

  /** Members that have connected: ids that a server or a member made up cost nobody his picture. */
  const others = () => [...seats.values()].filter(({ setup }) => setup !== null).length;

  function resend(): void {
    const again = () => all().forEach((peer) => peer.resend());
    again();
    // The camera's size decides how much its picture is scaled down.
    void fitCamera(options.tracks().camera, others()).then((asked) => asked && again());
  }

  function watch(): void {
    // A browser may have refused at a bad moment, and a camera that was turned has another size.
    resend();
    const sees = all().filter((peer) => peer.alive()).map(({ id }) => id);
    const tell = looks++ % BEAT === 0;
    for (const seat of seats.values()) {
      if (tell) seat.peer.say({ type: "beat", sees });
      void examine(seat);
    }
    later(LOOK_EVERY, watch, signal);
  }

  async function examine(seat: Seat): Promise<void> {
    await seat.peer.look();
    const { connection } = seat.portrait.view(seat);
    if (connection === seat.shown) return;
    seat.shown = connection;
    options.changed();
  }

  const all = () => [...seats.values()].map(({ peer }) => peer);
  const waits = (key: string) => all().some((peer) => peer.waits(key));

  return {
    of: (id) => policy.bars(id) ? undefined : seatOf(id, false)?.peer,
    known: (id) => seats.get(id)?.peer,
    async hear(from, letter, by = from) {
      switch (trust.judge(from, letter, by !== from)) {
        case "stale":
          return;
        case "forged":
          return by === from ? doubt(from) : accuse(by, from);
        case "obey":
          if (policy.bars(from, letter)) return;
          return await seatOf(from, true)?.peer.hear(letter);
      }
    },
    doubt,
    accuse,
    proven: trust.proven,
    forget,
    send: options.send,
    all,
    pairs: () => [...seats.values()],
    waits,
    participants: () =>
      [...seats].map(([id, seat]) => ({
        ...seat.portrait.view(seat),
        verified: trust.of(id).compared,
      })),
    halves(id) {
      const seat = seats.get(id);
      return seat?.commitment.halves(seat.peer.connection()) ?? null;
    },
    verify(id) {
      if (seats.has(id)) trust.of(id).compared = true;
      options.changed();
    },
    tell() {
      for (const { peer, about } of seats.values()) peer.say({ type: "about", about: about() });
    },
    resend,
  };
}

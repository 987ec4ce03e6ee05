import type { Connection } from "../connection/connection.ts";
import { memberToEvict } from "./member_limit.ts";
import type { Member, MemberState } from "./member.ts";
import type { Envelope } from "../security/envelope.ts";
import { participantView } from "./participant.ts";
import { openPeer, type Peer, type PeerOptions } from "./peer.ts";
import { aboutAt, fitCamera, limitsFor, tracksAt } from "../media/encodings.ts";
import type { PreparedConnection } from "../connection/prepared_connection.ts";
import { openTrustStore } from "../security/trust_store.ts";
import type { SendPolicy } from "./send_policy.ts";
import type { Policy } from "./policy.ts";
import type { SessionInfo } from "../messages/negotiation.ts";
import type { ForwardedMessage } from "../messages/peer_channel.ts";
import type { SasInputs } from "../security/sas_secret.ts";
import { openCommitment } from "../security/sas_commitment.ts";
import type { About } from "../messages/about.ts";
import type { ChatLine, Toast } from "../../state/call_state.ts";
import type { Participant } from "../../state/person.ts";
import type { Tracks } from "../media/slots.ts";
import type { Later } from "../../platform/clock.ts";

/** The other members, as this page knows them. */
export interface Members {
  /**
   * The peer with this id, met now if not before; none while it is barred, or while there are as
   * many others as can be.
   */
  ensure(id: string): Peer | undefined;
  get(id: string): Peer | undefined;
  /** An envelope in this member's name, whose signature is right; `by` has handed it over. */
  receive(from: string, envelope: Envelope, by?: string): Promise<void>;
  /** Somebody has tried to pass for this member. */
  flagImpersonation(id: string): void;
  /** A member has handed over what another one has not written. */
  flagForgery(by: string, from: string): void;
  /** True if a connection has shown, in this stay, that this member is who it says. */
  isProven(id: string): boolean;
  /** Ends whatever there is with this member. */
  remove(id: string): void;
  readonly send: PeerOptions["send"];
  peers(): readonly Peer[];
  list(): readonly Member[];
  /** True if somebody has not confirmed this line of this page. */
  isPending(key: string): boolean;
  participants(): readonly Participant[];
  /** What the code with this member is made of; null until both sides have told theirs. */
  sasSides(id: string): SasInputs["sides"] | null;
  /** A person has compared the code with this member's. */
  verify(id: string): void;
  /** Everybody is told what there is of this page to be seen and heard. */
  broadcastAbout(): void;
  /** Own tracks changed, or how many or how much each of the others is sent. */
  applySending(): void;
}

/** Options of {@link createMembers}. */
export interface MembersOptions {
  readonly later: Later;
  /** Milliseconds since 1970, to be shown. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly tracks: () => Tracks;
  readonly about: () => About;
  readonly changed: () => void;
  readonly chat: (line: ChatLine) => void;
  readonly toast: (remark: Toast) => void;
  /** Somebody has tried to pass for the member of this name; see {@link Members.flagForgery} for `by`. */
  readonly alarm: (name: string, by: string | null) => void;
  readonly signal: AbortSignal;
  readonly me: string;
  readonly prepared: PreparedConnection;
  readonly open: (id: string) => Connection;
  readonly ready: PeerOptions["ready"];
  readonly digests: PeerOptions["digests"];
  /** The own session. */
  readonly session: SessionInfo;
  readonly sendPolicy: Pick<SendPolicy, "levelFor" | "expected">;
  readonly policy: Pick<Policy, "rejects" | "receive">;
  readonly send: PeerOptions["send"];
  readonly requestOffer: PeerOptions["requestOffer"];
  /** True while the server takes messages. */
  readonly connected: () => boolean;
  /** A member has handed this over. */
  readonly forward: (sender: string, parcel: ForwardedMessage) => void;
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
export function createMembers(options: MembersOptions): Members {
  const seats = new Map<string, MemberState>();
  const trust = openTrustStore((id) => seats.has(id));
  const { signal, later, sendPolicy, policy } = options;
  let looks = 0;

  signal.addEventListener("abort", () => {
    for (const { peer } of seats.values()) peer.close();
    seats.clear();
  }, { once: true });
  later(LOOK_EVERY, watch, signal);

  /** The seat of this member, taken now if not before; none where all are taken. */
  function seatOf(id: string, wrote: boolean): MemberState | undefined {
    const known = seats.get(id);
    if (known) return Object.assign(known, { wrote: known.wrote || wrote });
    const other = memberToEvict(seats, wrote);
    if (other === "nobody") return undefined;
    if (other) forget(other.id);
    return meet(id, wrote);
  }

  function meet(id: string, wrote: boolean): MemberState {
    const level = () => sendPolicy.levelFor(id);
    const about = () => aboutAt(level(), options.about());
    const peer = openPeer({
      ...options,
      id,
      about,
      sending: () => ({
        tracks: tracksAt(level(), options.tracks()),
        limits: limitsFor(others(), level()),
      }),
      expected: (all) => sendPolicy.expected(id, all),
      confirmSession(sessionInfo) {
        const known = trust.confirmSession(id, sessionInfo);
        if (known) seat.suspected = false;
        return known;
      },
      impostor: () => doubt(id),
      sasRevealed: (connection, secret) => void seat.commitment.reveal(connection, secret),
      changed: () => refresh(id),
      isReachable: () => options.connected() || all().some((one) => one.isAlive()),
      isSeen: (other) => all().some((peer) => peer.sees(other)),
      chat: ({ key, text }) => {
        const own = { from: id, name: nameOf(id), mine: false, pending: false };
        options.chat({ key, text, at: options.now(), ...own });
      },
      delivered: (key) => waits(key) || options.delivered(key),
      forward: (parcel) => options.forward(id, parcel),
      control: (text) => policy.receive({ by: id, name: seat.peer.about().name, text }),
      gone: () => forget(id),
    });
    const seat: MemberState = {
      peer,
      about,
      view: participantView(peer),
      since: options.elapsed(),
      wrote,
      setup: null,
      late: false,
      suspected: false,
      announced: false,
      shown: null,
      commitment: openCommitment({
        sessionInfo: options.session,
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
    if (policy.rejects(id)) return;
    const seat = seatOf(id, false);
    if (seat) seat.suspected = true;
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
    for (const key of seat.peer.pendingChats()) if (!waits(key)) options.delivered(key);
    if (seat.announced) options.toast({ is: "left", name: seat.peer.about().name });
    resend();
    options.changed();
  }

  function refresh(id: string): void {
    const seat = seats.get(id);
    if (seat?.peer.connection()?.state() === "connected") connected(seat);
    options.changed();
  }

  function connected(seat: MemberState): void {
    const { name } = seat.peer.about();
    if (!seat.announced && name) {
      seat.announced = true;
      options.toast({ is: "joined", name });
    }
    if (seat.setup !== null) return;
    seat.setup = options.elapsed() - seat.since;
    resend();
  }

  /** Members that have connected: ids that a server or a member made up cost nobody his picture. */
  const others = () => [...seats.values()].filter(({ setup }) => setup !== null).length;

  function resend(): void {
    const again = () => all().forEach((peer) => peer.applySending());
    again();
    // The camera's size decides how much its picture is scaled down.
    void fitCamera(options.tracks().camera, others()).then((asked) => asked && again());
  }

  function watch(): void {
    // A browser may have refused at a bad moment, and a camera that was turned has another size.
    resend();
    const sees = all().filter((peer) => peer.isAlive()).map(({ id }) => id);
    const tell = looks++ % BEAT === 0;
    for (const seat of seats.values()) {
      if (tell) seat.peer.send({ type: "beat", connected: sees });
      void examine(seat);
    }
    later(LOOK_EVERY, watch, signal);
  }

  async function examine(seat: MemberState): Promise<void> {
    await seat.peer.checkHealth();
    const { connection } = seat.view.view(seat);
    if (connection === seat.shown) return;
    seat.shown = connection;
    options.changed();
  }

  const all = () => [...seats.values()].map(({ peer }) => peer);
  const waits = (key: string) => all().some((peer) => peer.isPending(key));

  return {
    ensure: (id) => policy.rejects(id) ? undefined : seatOf(id, false)?.peer,
    get: (id) => seats.get(id)?.peer,
    async receive(from, envelope, by = from) {
      switch (trust.judge(from, envelope, by !== from)) {
        case "stale":
          return;
        case "forged":
          return by === from ? doubt(from) : accuse(by, from);
        case "obey":
          if (policy.rejects(from, envelope)) return;
          return await seatOf(from, true)?.peer.receive(envelope);
      }
    },
    flagImpersonation: doubt,
    flagForgery: accuse,
    isProven: trust.isProven,
    remove: forget,
    send: options.send,
    peers: all,
    list: () => [...seats.values()],
    isPending: waits,
    participants: () =>
      [...seats].map(([id, seat]) => ({
        ...seat.view.view(seat),
        verified: trust.of(id).verified,
      })),
    sasSides(id) {
      const seat = seats.get(id);
      return seat?.commitment.sides(seat.peer.connection()) ?? null;
    },
    verify(id) {
      if (seats.has(id)) trust.of(id).verified = true;
      options.changed();
    },
    broadcastAbout() {
      for (const { peer, about } of seats.values()) peer.send({ type: "about", about: about() });
    },
    applySending: resend,
  };
}

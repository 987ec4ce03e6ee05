import type { Clock } from "../../platform/clock.ts";
import type { ChatLine, Toast } from "../../state/call_state.ts";
import type { Connection as ConnectionView, Participant } from "../../state/person.ts";
import { sendingTo, type SendWish } from "../media/encodings.ts";
import type { About } from "../messages/about.ts";
import type { SessionInfo } from "../messages/negotiation.ts";
import type { ForwardedMessage } from "../messages/peer_channel.ts";
import { openCommitment } from "../security/sas_commitment.ts";
import type { SasInputs } from "../security/sas_secret.ts";
import { participantView } from "./participant.ts";
import {
  type ConnectionSource,
  type NegotiationDelivery,
  openPeer,
  type Peer,
  type PeerOptions,
} from "./peer.ts";
import type { Policy } from "./policy.ts";

/** Another member and this page, and whether they have found each other. */
export interface Member {
  readonly peer: Peer;
  /** Monotonic milliseconds at which this page heard of it. */
  readonly since: number;
  /** Milliseconds that it took to connect; null before. */
  readonly setup: number | null;
  /** It has not connected within its time. */
  readonly late: boolean;
}

/** Events of the members of a room. */
export interface MembersEvents {
  changed(): void;
  chat(line: ChatLine): void;
  /** Nobody waits for this line of this page any more. */
  delivered(key: string): void;
  toast(toast: Toast): void;
  /**
   * Somebody has tried to pass for the member of this name; `by` is the name of the member who has
   * handed the forgery over, null when that is not known.
   */
  alarm(name: string, by: string | null): void;
}

/** Options of one stay in a room, for all its members. */
export interface StayOptions {
  /** Id of this page. */
  readonly me: string;
  /** Session of this page. */
  readonly session: SessionInfo;
  readonly clock: Pick<Clock, "later" | "now" | "elapsed">;
  readonly connections: ConnectionSource;
  readonly digests: PeerOptions["digests"];
  readonly delivery: NegotiationDelivery & {
    /** True while the server takes messages. */
    isOpen(): boolean;
    /** Takes a message that a member has handed over. */
    forward(sender: string, message: ForwardedMessage): void;
  };
  readonly policy: Pick<Policy, "rejects" | "receive">;
  readonly events: MembersEvents;
  readonly signal: AbortSignal;
}

/** The room around a member. */
export interface Surroundings {
  peers(): readonly Peer[];
  /** Name of this member; empty when it is not there. */
  nameOf(id: string): string;
  /** True if somebody has not confirmed this line of this page. */
  isPending(key: string): boolean;
  confirmSession(id: string, sessionInfo: SessionInfo): boolean;
  flagImpersonation(id: string): void;
  remove(id: string): void;
  /** Notes that a member has connected for the first time. */
  connected(): void;
}

/** Life of one member in the room. */
export interface MemberLife extends Member {
  /** An envelope of it was read. */
  wrote: boolean;
  /** Somebody has tried to pass for it since it was connected. */
  suspected: boolean;
  /** Its coming was announced. */
  readonly announced: boolean;
  participant(): Omit<Participant, "verified">;
  /** Inputs of the code with it; null until both sides have revealed theirs. */
  sasSides(): SasInputs["sides"] | null;
  /** Sends it media as wished, and tells it what is withheld; misses those of its pictures that are `expected`. */
  send(wish: SendWish, expected: Pick<About, "camera" | "screen">): void;
  /** Reads the counters of its connection, and tells a change that a person sees. */
  check(): Promise<void>;
}

/** A member that has not connected after this time has failed for now. */
const LATE_MS = 16_000;

/** Begins with a member that nothing was heard of yet, and that is sent nothing. */
export function openMember(id: string, options: StayOptions, room: Surroundings): MemberLife {
  const { clock, events, signal } = options;
  const since = clock.elapsed();
  let shown: ConnectionView | null = null;
  let expected = { camera: true, screen: true };
  const peer = openPeer(peerOptions(id, options, room, {
    // A picture that is held back stands still: nothing is broken.
    expected: (all) => ({
      ...all,
      camera: all.camera && expected.camera,
      screen: all.screen && expected.screen,
    }),
    changed() {
      if (peer.connection()?.state() === "connected") connected();
      events.changed();
    },
    confirmSession(sessionInfo) {
      const known = room.confirmSession(id, sessionInfo);
      if (known) member.suspected = false;
      return known;
    },
    sasRevealed: (connection, secret) => void commitment.reveal(connection, secret),
  }));
  const view = participantView(peer);
  const commitment = openCommitment({
    sessionInfo: options.session,
    commit: options.digests.commit,
    forged: () => room.flagImpersonation(id),
    told: events.changed,
  });

  function connected(): void {
    const { name } = peer.about();
    if (!member.announced && name) {
      member.announced = true;
      events.toast({ is: "joined", name });
    }
    if (member.setup !== null) return;
    member.setup = clock.elapsed() - since;
    room.connected();
  }

  const member: Mutable<MemberLife> = {
    peer,
    since,
    setup: null,
    late: false,
    wrote: false,
    suspected: false,
    announced: false,
    participant: () => view.view(member),
    sasSides: () => commitment.sides(peer.connection()),
    send(wish, pictures) {
      expected = pictures;
      peer.applySending(sendingTo(wish));
    },
    async check() {
      await peer.health.check();
      const { connection } = member.participant();
      if (connection === shown) return;
      shown = connection;
      events.changed();
    },
  };
  clock.later(LATE_MS, () => {
    member.late = member.setup === null;
    if (member.late) events.changed();
  }, signal);
  return member;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Parts of a member that its peer uses. */
interface Parts {
  readonly expected: PeerOptions["expected"];
  readonly changed: PeerOptions["events"]["changed"];
  readonly confirmSession: PeerOptions["confirmSession"];
  readonly sasRevealed: PeerOptions["events"]["sasRevealed"];
}

function peerOptions(
  id: string,
  options: StayOptions,
  room: Surroundings,
  parts: Parts,
): PeerOptions {
  const { clock, delivery, policy, events } = options;
  const { expected, changed, confirmSession, sasRevealed } = parts;
  const name = () => room.nameOf(id);
  return {
    me: options.me,
    id,
    clock,
    connections: options.connections,
    expected,
    digests: options.digests,
    delivery,
    isReachable: () => delivery.isOpen() || room.peers().some((peer) => peer.isAlive()),
    isSeen: (other) => room.peers().some((peer) => peer.sees(other)),
    confirmSession,
    events: {
      changed,
      chat({ key, text }) {
        const sender = { from: id, name: name(), mine: false, pending: false };
        events.chat({ key, text, at: clock.now(), ...sender });
      },
      delivered: (key) => room.isPending(key) || events.delivered(key),
      forward: (message) => delivery.forward(id, message),
      control: (text) => policy.receive({ by: id, name: name(), text }),
      sasRevealed,
      impostor: () => room.flagImpersonation(id),
      gone: () => room.remove(id),
    },
  };
}

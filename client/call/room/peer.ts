import type { Clock } from "../../platform/clock.ts";
import { type Connection, isConnected } from "../connection/connection.ts";
import { negotiate, type Negotiation, type NegotiationOptions } from "../connection/negotiation.ts";
import { ALIVE_MS, type Repair, SILENT_MS } from "../connection/repair.ts";
import type { MemberSending } from "../media/encodings.ts";
import type { About } from "../messages/about.ts";
import type { PeerMessage } from "../messages/peer_message.ts";
import type { NegotiationMessage, SessionInfo } from "../messages/negotiation.ts";
import type { Envelope } from "../security/envelope.ts";
import { type Channel, type ChannelEvents, openChannel } from "./channel.ts";
import type { ChatDelivery } from "./chat.ts";
import { openPeerHealth, type PeerHealth } from "./peer_health.ts";

/** Source of new connections. */
export type ConnectionSource = Pick<NegotiationOptions, "prepared" | "open" | "ready">;

/** Ways to other pages that need no connection with them. */
export interface NegotiationDelivery {
  /** Signs, seals and sends to a session of `to`, by every way when `urgent`. */
  send(to: string, session: string, message: NegotiationMessage, urgent: boolean): void;
  /** Asks `to`, whose part it is to offer, for a new connection. */
  requestOffer(to: string, urgent: boolean): void;
}

/** Events of a peer. */
export interface PeerEvents extends ChannelEvents {
  /** Another page has tried to pass for the peer. */
  impostor(): void;
}

/** Options of {@link openPeer}. */
export interface PeerOptions {
  readonly me: string;
  readonly id: string;
  readonly clock: Pick<Clock, "later" | "elapsed">;
  readonly connections: ConnectionSource;
  /** Media of the peer that are missed when they do not come, out of all that it announces. */
  readonly expected: (about: About) => About;
  readonly digests: NegotiationOptions["digests"];
  readonly delivery: NegotiationDelivery;
  /** True if a message can leave for the peer now, by any way. */
  readonly isReachable: () => boolean;
  /** True if another member is connected with this one: then it is not gone. */
  readonly isSeen: (id: string) => boolean;
  /** Takes the session whose certificate a connection shows; false when the session is over. */
  readonly confirmSession: (sessionInfo: SessionInfo) => boolean;
  readonly events: PeerEvents;
}

/** State of one other page, as this page knows it. */
export interface PeerState {
  readonly id: string;
  about(): About;
  /** The connection whose sound is played. */
  connection(): Connection | null;
  /** The connection whose pictures are shown. */
  pictures(): Connection | null;
  /** Presence of the peer in the server's list. */
  presence(): Presence;
  readonly health: Pick<PeerHealth, "current">;
  /** True if something has come in lately. */
  isAlive(): boolean;
  /** True if the peer says that it is connected with `id`. */
  sees(id: string): boolean;
}

/** One other page; its connection may be replaced under it. */
export interface Peer extends PeerState {
  readonly chat: Pick<ChatDelivery, "send" | "isPending" | "pending">;
  readonly health: Pick<PeerHealth, "current" | "check" | "probeNow">;
  /**
   * One of the two pages is new here: connect, unless a connection works. `offered` of a standing
   * offer: true if the peer has that of this page, false if this page has the peer's.
   */
  connectIfNeeded(offered?: boolean): void;
  /** The peer holds no connection with this page, whatever it looks like from here. */
  reconnect(): void;
  receive(envelope: Envelope): Promise<void>;
  /** The room's list has the peer, has lost sight of it, or has it no more. */
  setPresence(presence: Presence): void;
  /** Sends these tracks within these limits, and tells it; the same again writes only what is missing. */
  applySending(sending: MemberSending): void;
  send(message: PeerMessage): boolean;
  close(): void;
}

/** Presence of a peer in the server's list. */
export type Presence = "here" | "away" | "left";

/** Begins the relation with `id`. The smaller id offers, no matter which came first. */
export function openPeer(options: PeerOptions): Peer {
  const { id, clock, events } = options;
  const offers = options.me < id;
  const life = new AbortController();
  const { signal } = life;
  let presence: Presence = "here";
  /** The server's list has it no more, and nobody else is connected with it. */
  const isLost = () => presence === "left" && !options.isSeen(id);
  const isAway = () => presence === "away";

  const connection = () => negotiation.connection();
  const health = openPeerHealth({
    clock,
    negotiation: () => negotiation,
    channel: () => channel,
    expected: options.expected,
    isLost,
    isAway,
    gone: events.gone,
    signal,
  });
  const { repair, heard } = health;
  const channel = openChannel({ connection, elapsed: clock.elapsed, heard, events });
  const hasLeft = () => presence === "left";
  const parts = { channel, repair, isLost, hasLeft, signal };
  const negotiation = openNegotiation(options, parts);

  return {
    id,
    about: channel.about,
    connection,
    pictures: negotiation.pictures,
    presence: () => presence,
    health,
    isAlive: repair.isAlive,
    sees: (other) => channel.sees(other) && repair.isAlive(),
    connectIfNeeded(offered) {
      const before = presence;
      presence = "here";
      if (before !== "here") events.changed();
      if (isConnected(connection())) {
        return health.silent() < ALIVE_MS ? undefined : repair.probeNow();
      }
      // Its page may be another than the one that was asked before.
      if (offered ?? offers) negotiation.start(offered);
      else negotiation.expectOffer();
    },
    reconnect() {
      presence = "here";
      repair.demand();
      negotiation.restart();
    },
    async receive(envelope) {
      presence = "here";
      const { message } = envelope;
      // An old envelope renames nobody who is connected; those say it on the channel.
      if (message.kind !== "client-candidate" && !isConnected(connection())) {
        channel.learn(message.body.about);
      }
      await negotiation.receive(envelope);
    },
    setPresence(now) {
      presence = now;
      events.changed();
      // A member who left is not a call that ended: what is connected goes on.
      const carried = isConnected(connection()) && health.silent() < SILENT_MS;
      if (isLost() && !carried) events.gone();
    },
    applySending(sending) {
      negotiation.applySending(sending);
      channel.announce(sending.about);
    },
    chat: channel.chat,
    send: channel.send,
    close: () => life.abort(),
  };
}

/** Parts of a peer that its negotiation uses. */
interface Parts {
  readonly channel: Channel;
  readonly repair: Repair;
  readonly isLost: () => boolean;
  readonly hasLeft: () => boolean;
  readonly signal: AbortSignal;
}

function openNegotiation(
  options: PeerOptions,
  { channel, repair, isLost, hasLeft, signal }: Parts,
): Negotiation {
  const { id, clock, connections, delivery, events } = options;
  /** True if the nearest way has not helped, or there is none. */
  const isUrgent = () => repair.demanded || negotiation.tries > 1;
  const negotiation: Negotiation = negotiate({
    offers: options.me < id,
    later: clock.later,
    prepared: connections.prepared,
    open: connections.open,
    ready: connections.ready,
    digests: options.digests,
    send: (message, session) => delivery.send(id, session, message, isUrgent()),
    requestOffer: () => delivery.requestOffer(id, isUrgent()),
    isReachable: options.isReachable,
    events: {
      changed: events.changed,
      wanted: () => !isLost(),
      message: channel.receive,
      confirmSession: options.confirmSession,
      impostor: events.impostor,
      opened: channel.opened,
      closed() {
        repair.closed();
        if (hasLeft()) events.gone();
      },
      state: repair.take,
    },
    signal,
  });
  return negotiation;
}

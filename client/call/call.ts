import type { ClientMessage } from "../../protocol/mod.ts";
import type { Clock } from "../platform/clock.ts";
import type { SignalingState } from "../state/call_state.ts";
import type { Participant } from "../state/person.ts";
import { acceptIce } from "./connection/accepted_ice_servers.ts";
import type { CallConnections } from "./connection/call_connections.ts";
import { openConnection } from "./connection/connection.ts";
import { keepIceServers } from "./connection/ice_servers.ts";
import { type EarlyGathering, gatherEarly } from "./connection/early_gathering.ts";
import { prepareConnection } from "./connection/prepared_connection.ts";
import type { Tracks } from "./media/slots.ts";
import type { About } from "./messages/about.ts";
import type { NegotiationMessage } from "./messages/negotiation.ts";
import { remembersLock } from "./moderation/remembered_lock.ts";
import type { Member, MembersEvents, StayOptions } from "./room/member.ts";
import { createMembers, type Members } from "./room/members.ts";
import type { ConnectionSource } from "./room/peer.ts";
import { createPolicy, type Policy } from "./room/policy.ts";
import { serverEvents } from "./room/server_events.ts";
import { random } from "./security/base64url.ts";
import { sha256, utf8 } from "./security/bytes.ts";
import { createEnvelopes } from "./security/envelope.ts";
import { presentedFingerprint } from "./security/fingerprint.ts";
import { commitmentOf } from "./security/sas_secret.ts";
import type { SecurityContext } from "./security/security_context.ts";
import { createDelivery, type SealedMessage } from "./signaling/delivery.ts";
import { openInbox } from "./signaling/inbox.ts";
import {
  openSignalingSocket,
  type SignalingSocket,
  type SignalingSocketOptions,
} from "./signaling/signaling_socket.ts";
import type { Socket } from "./signaling/server_socket.ts";
import { socketAddress } from "./signaling/socket_address.ts";

/** Ways out of the page. */
export interface CallNetwork {
  /** Address of the signaling without the room, `wss://host/ws`. */
  readonly signalingUrl: string;
  readonly connect: SignalingSocketOptions["connect"];
  /** The newest socket to the server, for frames that only deferred features understand. */
  readonly sockets: { readonly newest?: Socket };
  readonly fetch: SignalingSocketOptions["fetch"];
  readonly createRtc: (config: RTCConfiguration) => RTCPeerConnection;
}

/** Options of {@link startCall}. */
export interface CallOptions {
  /** Derived while the page does other things; the call waits for it, nothing else does. */
  readonly context: Promise<SecurityContext>;
  readonly network: CallNetwork;
  readonly clock: Clock;
  /** Random number from 0 to 1, for pauses between tries. */
  readonly random: () => number;
  /** Storage of the tab: a lock is remembered over a reload. */
  readonly storage: Pick<Storage, "getItem"> | null;
  /** Media go by a relay alone, so that the others do not see this side's address. */
  readonly relayOnly: boolean;
  /** Tracks to begin with. */
  readonly tracks: Tracks;
  /** Description of this page to begin with. */
  readonly about: About;
  readonly events: MembersEvents & { signalingState(state: SignalingState): void };
  readonly signal: AbortSignal;
}

/** One stay in one room. It ends with its signal; {@link Call.leave} says goodbye first. */
export interface Call {
  /** Monotonic milliseconds at which it began. */
  readonly began: number;
  participants(): readonly Participant[];
  members(): readonly Member[];
  /** Null until the room's keys are there. */
  room(): EnteredRoom | null;
  /** Decides who is let in, and hears what members decide: installed by the deferred part. */
  readonly policy: Policy;
  /** Sends these tracks to everybody from now on. */
  send(tracks: Tracks): void;
  /** Tells everybody this of the own page from now on. */
  announce(about: About): void;
  /** Description of the own page, as it was announced last. */
  readonly about: About;
  say(text: string): void;
  /** The network is back, or the page is: do not wait for the next try. */
  probeNow(): void;
  leave(): void;
}

/** Enters the room as soon as its keys are there, and connects with all who are there. */
export function startCall(options: CallOptions): Call {
  const { clock, events, signal } = options;
  let room: EnteredRoom | null = null;
  let { tracks, about } = options;
  const members = () => room?.members.list() ?? [];
  const policy = createPolicy({
    connected: (id) =>
      members().some(({ peer }) => {
        return (id ?? peer.id) === peer.id && peer.connection()?.state() === "connected";
      }),
    reconnect: (id) => room?.members.ensure(id)?.reconnect(),
  });

  options.context.then((context) => {
    if (signal.aborted) return;
    if (remembersLock(options.storage, context.seal.roomId, clock.now())) policy.guard();
    room = enterRoom(options, context, policy);
    room.members.announce(about);
    room.members.send(tracks);
    // The page tells why there is no context.
  }, () => {});

  return {
    began: clock.elapsed(),
    participants: () => room?.members.participants() ?? [],
    members,
    room: () => room,
    policy,
    send(next) {
      tracks = next;
      room?.members.send(next);
    },
    announce(next) {
      about = next;
      room?.members.announce(next);
    },
    get about() {
      return about;
    },
    say(text) {
      const key = random(16);
      for (const { peer } of members()) peer.chat.send({ type: "chat", key, text });
      const pending = room?.members.isPending(key) ?? false;
      events.chat({
        key,
        from: "me",
        name: about.name,
        mine: true,
        text,
        at: clock.now(),
        pending,
      });
    },
    probeNow() {
      room?.socket.probeNow();
      for (const { peer } of members()) peer.health.probeNow();
    },
    leave() {
      for (const { peer } of members()) peer.send({ type: "bye" });
      room?.socket.send({ type: "client-leave" });
    },
  };
}

/** Room that the page is in, with its members and its socket. */
export interface EnteredRoom {
  readonly id: string;
  /** Options of this stay, with which its members are met. */
  readonly stay: StayOptions;
  readonly members: Members;
  readonly socket: SignalingSocket;
  /** Signs, seals and sends to a page that this one may not be connected with, by every way. */
  sendSealed(to: string, message: NegotiationMessage): void;
  readonly connections: CallConnections;
}

/** Opens the socket, prepares an offer meanwhile, and takes what the server and members send. */
function enterRoom(
  options: CallOptions,
  { seal, identity, session }: SecurityContext,
  policy: Policy,
): EnteredRoom {
  const { network, clock, events, signal } = options;
  const me = identity.id;
  let open = false;
  const connections = createConnections(
    options,
    session.certificate,
    () => socket.send({ type: "client-ice" }),
  );
  const envelopes = createEnvelopes(seal, session, me);
  async function send(to: string, session: string, message: NegotiationMessage, urgent: boolean) {
    const sealed = await envelopes.seal(to, session, message);
    delivery.send({ kind: message.kind, from: me, to, sealed }, urgent);
  }
  const stay: StayOptions = {
    me,
    session: session.info,
    clock,
    connections,
    digests: {
      offer: (sdp) => sha256(utf8.encode(sdp)),
      commit: (secret, sessionInfo = session.info) => commitmentOf(sessionInfo, secret),
    },
    delivery: {
      send,
      requestOffer: (to, urgent) =>
        delivery.send({ kind: "client-call", from: me, to, sealed: "" }, urgent),
      isOpen: () => open,
      forward: (sender, message) => delivery.forward(sender, message),
    },
    policy,
    events,
    signal,
  };
  const members = createMembers(stay);
  const { receive, isFrom } = openInbox({ me, envelopes, members, report, signal });
  const delivery = createDelivery({
    me,
    peers: () => members.list().map(({ peer }) => peer),
    known: members.get,
    sendToServer: (message) => socket.send(toServer(message)),
    receive,
    isFrom,
    now: clock.elapsed,
  });
  const { returning } = identity;
  const { expect } = envelopes;
  const socket = openSignalingSocket({
    ...socketAddress(network.signalingUrl, { ...identity, roomId: seal.roomId }),
    signal,
    connect: network.connect,
    fetch: network.fetch,
    later: clock.later,
    ticker: clock.ticker,
    random: options.random,
    onState(state) {
      open = state === "open";
      events.signalingState(state);
    },
    onMessage: serverEvents({ me, returning, members, ...connections, expect, receive }),
  });
  // While the socket opens.
  connections.prepared.renew();
  return {
    id: seal.roomId,
    stay,
    members,
    socket,
    sendSealed: (to, message) => void send(to, "*", message, true),
    connections,
  };
}

/** Source of the connections of one stay, and their ICE servers. */
interface Connections extends ConnectionSource, CallConnections {
  readonly early: EarlyGathering;
}

/** Creates it; `ask` asks the server for fresh ICE servers. */
function createConnections(
  { network, clock, relayOnly, signal }: CallOptions,
  certificate: RTCCertificate,
  ask: () => boolean,
): Connections {
  const { later, now } = clock;
  const iceServers = keepIceServers({ ask, now, later, signal, relayOnly });
  const accepting = acceptIce(network.createRtc);
  const config = (iceCandidatePoolSize: number): RTCConfiguration => ({
    ...iceServers.config(),
    certificates: [certificate],
    bundlePolicy: "max-bundle",
    iceCandidatePoolSize,
  });
  const early = gatherEarly({ create: accepting.create, config: () => config(1), later, signal });
  const open = (id?: string) =>
    openConnection({
      rtc: id && early.take() || accepting.create(config(0)),
      later,
      presented: presentedFingerprint,
      ...(id ? { id } : {}),
    });
  const ready = () => iceServers.good() ? null : iceServers.fresh();
  const prepared = prepareConnection({ open, ready, later, signal });
  return { open, ready, early, prepared, iceServers, accepting };
}

/** A sealed message as the server takes it. */
function toServer({ kind, to, sealed }: SealedMessage): ClientMessage {
  return kind === "client-call" ? { type: kind, to } : { type: kind, to, sealed };
}

/** A bug of ours is thrown where the browser reports it, and the other calls go on. */
function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

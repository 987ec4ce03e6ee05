import type { ClientMessage, ServerMessage } from "../../protocol/mod.ts";
import { acceptIce } from "./connection/accepted_ice_servers.ts";
import { createSendPolicy, type SendPolicy } from "./room/send_policy.ts";
import { random } from "./security/base64url.ts";
import type { Later } from "../platform/clock.ts";
import { type Connection, openConnection } from "./connection/connection.ts";
import { keepIceServers } from "./connection/ice_servers.ts";
import type { SecurityContext } from "./security/security_context.ts";
import { sha256, utf8 } from "./security/bytes.ts";
import { presentedFingerprint } from "./security/fingerprint.ts";
import { openInbox } from "./signaling/inbox.ts";
import { createEnvelopes } from "./security/envelope.ts";
import type { Member } from "./room/member.ts";
import { remembersLock } from "./moderation/remembered_lock.ts";
import type { ChannelMessage } from "./messages/peer_channel.ts";
import { createPolicy, type Policy } from "./room/policy.ts";
import type { NegotiationMessage } from "./messages/negotiation.ts";
import { createDelivery, type SealedMessage } from "./signaling/delivery.ts";
import { createMembers, type Members } from "./room/members.ts";
import { commitmentOf, type SasInputs } from "./security/sas_secret.ts";
import { prepareConnection } from "./connection/prepared_connection.ts";
import type { About } from "./messages/about.ts";
import type { ChatLine, SignalingState, Toast } from "../state/call_state.ts";
import type { Participant } from "../state/person.ts";
import type { Socket } from "./signaling/server_socket.ts";
import type { Tracks } from "./media/slots.ts";
import {
  openSignalingSocket,
  type SignalingSocket,
  type SignalingSocketOptions,
} from "./signaling/signaling_socket.ts";

/** What a call needs from outside. */
export interface CallOptions {
  /** Derived while the page does other things; the call waits for it, nothing else does. */
  readonly context: Promise<SecurityContext>;
  /** The signalling's address without the room, `wss://host/ws`. */
  readonly signalling: string;
  readonly connect: (url: string, protocols: string[]) => Socket;
  readonly fetch: SignalingSocketOptions["fetch"];
  readonly ticker: SignalingSocketOptions["ticker"];
  readonly createRtc: (config: RTCConfiguration) => RTCPeerConnection;
  readonly later: Later;
  /** Milliseconds since 1970, to be shown. */
  readonly now: () => number;
  /** Milliseconds on a clock that nobody sets, to be reckoned with. */
  readonly elapsed: () => number;
  readonly random: () => number;
  /** Storage of the tab: a lock is remembered over a reload. */
  readonly session: Pick<Storage, "getItem"> | null;
  /** Media go by a relay alone, so that the others do not see this side's address. */
  readonly relayOnly: boolean;
  readonly tracks: () => Tracks;
  readonly about: () => About;
  readonly changed: () => void;
  readonly signalingState: (state: SignalingState) => void;
  readonly chat: (line: ChatLine) => void;
  /** Everybody has this line of this page. */
  readonly delivered: (key: string) => void;
  readonly toast: (remark: Toast) => void;
  /**
   * Somebody has tried to pass for the member of this name; `by` is the name of the member who has
   * handed the forgery over, null when that is not known.
   */
  readonly alarm: (name: string, by: string | null) => void;
  readonly signal: AbortSignal;
}

/** One stay in one room. It ends with its signal; {@link Call.leave} says goodbye first. */
export interface Call {
  participants(): readonly Participant[];
  connection(id: string): Connection | null;
  members(): readonly Member[];
  /** URLs of ICE servers that this browser does not accept. */
  refusedUrls(): readonly string[];
  /** The other members; null until the room's keys are there. */
  room(): Members | null;
  /** Sends something to the server; false when the socket is not open. */
  report(message: ClientMessage): boolean;
  /** Sends a sealed message to a page that this one may not be connected with. */
  sendToStranger(to: string, message: NegotiationMessage): void;
  readonly sendPolicy: SendPolicy;
  /** Who is let in, and what members decide: installed by the deferred part. */
  readonly policy: Policy;
  /** What the code with this member is made of, once both sides have told theirs. */
  sasInputs(id: string): SasInputs | null;
  /** A person has compared the code with this member's. */
  verify(id: string): void;
  /** Own tracks changed. */
  applySending(): void;
  /** Own name, marks or devices changed. */
  broadcastAbout(): void;
  say(text: string): void;
  /** The network is back, or the page is: do not wait for the next turn. */
  probeNow(): void;
  leave(): void;
}

/** Enters the room: prepares an offer, opens the wire, and connects with whoever is there. */
export function startCall(options: CallOptions): Call {
  const { signal, later } = options;
  let wire: SignalingSocket | null = null;
  let members: Members | null = null;
  let roomId = "";
  let wired = false;
  let sendSealed: Call["sendToStranger"] = () => {};
  const sendPolicy = createSendPolicy();
  const policy = createPolicy({
    connected: (id) =>
      members?.list().some(({ peer }) => {
        return (id ?? peer.id) === peer.id && peer.connection()?.state() === "connected";
      }) ?? false,
    reconnect: (id) => members?.ensure(id)?.reconnect(),
  });
  const ice = keepIceServers({
    ...options,
    ask: () => wire?.send({ type: "client-ice" }) ?? false,
  });
  const rtc = acceptIce(options.createRtc);
  let certificates: RTCCertificate[] = [];
  const open = (id?: string) => {
    const config = { ...ice.config(), certificates };
    return openConnection({
      create: rtc.create,
      config,
      later,
      presented: presentedFingerprint,
      ...(id ? { id } : {}),
    });
  };
  const ready = () => ice.good() ? null : ice.fresh();
  const spare = prepareConnection({ open, ready, later, signal });

  options.context.then((entrance) => {
    if (!signal.aborted) enter(entrance);
    // Whoever holds the entrance says why there is none.
  }, () => {});

  function enter({ seal, identity, session }: SecurityContext): void {
    const me = identity.id;
    const envelopes = createEnvelopes(seal, session, me);
    certificates = [session.certificate];
    roomId = seal.roomId;
    if (remembersLock(options.session, roomId, options.now())) policy.guard();
    const room = createMembers({
      me,
      session: session.info,
      clock: { later, now: options.now, elapsed: options.elapsed },
      connections: { prepared: spare, open, ready },
      sendPolicy,
      policy,
      tracks: options.tracks,
      about: options.about,
      digests: {
        offer: (sdp) => sha256(utf8.encode(sdp)),
        commit: (secret, sessionInfo = session.info) => commitmentOf(sessionInfo, secret),
      },
      delivery: {
        send: (to, session, message, urgent) => void send(to, session, message, urgent),
        requestOffer: (to, urgent) =>
          roads.send({ kind: "client-call", from: me, to, sealed: "" }, urgent),
        isOpen: () => wired,
      },
      events: {
        changed: options.changed,
        chat: options.chat,
        delivered: options.delivered,
        toast: options.toast,
        alarm: options.alarm,
        forward: (sender, message) => roads.forward(sender, message),
      },
      signal,
    });
    sendSealed = (to, message) => void send(to, "*", message, true);
    members = room;
    const { receive, isFrom: vouch } = openInbox({
      me,
      envelopes,
      members: room,
      report,
      signal,
    });
    const roads = createDelivery({
      me,
      peers: () => room.list().map(({ peer }) => peer),
      known: room.get,
      sendToServer: (parcel) => wire?.send(message(parcel)) ?? false,
      receive,
      isFrom: vouch,
      now: options.elapsed,
    });

    async function send(to: string, session: string, said: NegotiationMessage, urgent: boolean) {
      const sealed = await envelopes.seal(to, session, said);
      roads.send({ kind: said.kind, from: me, to, sealed }, urgent);
    }

    function hear(message: ServerMessage): void {
      switch (message.type) {
        case "welcome":
          return welcome(message);
        case "client-call":
          if (message.from === me) return;
          return message.to
            ? room.ensure(message.from)?.reconnect()
            : room.ensure(message.from)?.connectIfNeeded();
        case "client-offer":
        case "client-answer":
        case "client-candidate": {
          const { type: kind, from, sealed } = message;
          return receive({ kind, from, to: me, sealed });
        }
        case "client-leave":
          return room.get(message.from)?.setPresence("left");
        case "client-away":
          return room.get(message.from)?.setPresence("away");
        case "refused":
          if (message.code === "no_such_peer" && message.to) {
            room.get(message.to)?.setPresence("left");
          }
          return;
        case "ice":
          return ice.take(message);
        case "beat":
        case "draining":
          return;
      }
    }

    function welcome(message: Extract<ServerMessage, { type: "welcome" }>): void {
      const relays = message.iceServers.length > 0;
      ice.take(message);
      // The one that was prepared before the first welcome knows no relay.
      if (relays) spare.renew();
      for (const { peer } of room.list()) {
        if (message.members.includes(peer.id)) continue;
        peer.setPresence(message.away?.includes(peer.id) ? "away" : "left");
      }
      for (const id of message.members) {
        // After a reload the others may still hold what this page has lost.
        if (identity.returning && !room.get(id) && me > id) room.ensure(id)?.reconnect();
        else room.ensure(id)?.connectIfNeeded();
      }
    }

    wire = openSignalingSocket({
      url: `${options.signalling}/${seal.roomId}`,
      id: me,
      token: identity.token,
      signal,
      connect: options.connect,
      fetch: options.fetch,
      later,
      ticker: options.ticker,
      random: options.random,
      onState(state) {
        wired = state === "open";
        options.signalingState(state);
      },
      onMessage: hear,
    });
    // While the socket opens.
    spare.renew();
  }

  const everybody = (talk: ChannelMessage): void => {
    for (const { peer } of members?.list() ?? []) peer.send(talk);
  };

  return {
    participants: () => members?.participants() ?? [],
    connection: (id) => members?.get(id)?.connection() ?? null,
    members: () => members?.list() ?? [],
    refusedUrls: rtc.refused,
    room: () => members,
    report: (message) => wire?.send(message) ?? false,
    sendToStranger: (to, message) => sendSealed(to, message),
    sendPolicy,
    policy,
    sasInputs(id) {
      const halves = members?.sasSides(id);
      return halves ? { roomId, sides: halves } : null;
    },
    verify: (id) => members?.verify(id),
    applySending: () => members?.applySending(),
    broadcastAbout: () => members?.broadcastAbout(),
    say(text) {
      const key = random(16);
      for (const { peer } of members?.list() ?? []) peer.chat.send({ type: "chat", key, text });
      const { name } = options.about();
      const pending = members?.isPending(key) ?? false;
      options.chat({ key, from: "me", name, mine: true, text, at: options.now(), pending });
    },
    probeNow() {
      wire?.probeNow();
      for (const { peer } of members?.list() ?? []) peer.probeNow();
    },
    leave() {
      everybody({ type: "bye" });
      wire?.send({ type: "client-leave" });
    },
  };
}

/** A parcel as the server takes it. */
function message({ kind, to, sealed }: SealedMessage): ClientMessage {
  return kind === "client-call" ? { type: kind, to } : { type: kind, to, sealed };
}

/** A bug of ours is thrown where the browser reports it, and the other calls go on. */
function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

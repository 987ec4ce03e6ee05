import type { ClientMessage, ServerMessage } from "../../protocol/mod.ts";
import { acceptIce } from "./connection/accepted_ice_servers.ts";
import { type Agenda, openAgenda } from "./room/sending.ts";
import { random } from "./security/base64url.ts";
import type { Later } from "../platform/clock.ts";
import { type Connection, openConnection } from "./connection/connection.ts";
import { keepIce } from "./connection/ice_servers.ts";
import type { Entrance } from "./security/security_context.ts";
import { sha256, utf8 } from "./security/bytes.ts";
import { presented } from "./security/fingerprint.ts";
import { openInbox } from "./signaling/inbox.ts";
import { correspond } from "./security/envelope.ts";
import type { Member } from "./room/member.ts";
import { remembersLock } from "./moderation/lock_storage.ts";
import type { Talk } from "./messages/peer_channel.ts";
import { openPolicy, type Policy } from "./room/policy.ts";
import type { Sealed } from "./messages/negotiation.ts";
import { layRoads, type Parcel } from "./signaling/delivery.ts";
import { type Crowd, gather } from "./room/members.ts";
import { commitTo, type Pact } from "./security/sas_secret.ts";
import { keepSpare } from "./connection/prepared_connection.ts";
import type { About, ChatLine, Participant, Remark, WireState } from "../state/call_state.ts";
import type { Tracks } from "./media/slots.ts";
import {
  openWire,
  type Socket,
  type Wire,
  type WireOptions,
} from "./signaling/signaling_socket.ts";

/** What a call needs from outside. */
export interface CallOptions {
  /** Derived while the page does other things; the call waits for it, nothing else does. */
  readonly entrance: Promise<Entrance>;
  /** The signalling's address without the room, `wss://host/ws`. */
  readonly signalling: string;
  readonly connect: (url: string, protocols: string[]) => Socket;
  readonly fetch: WireOptions["fetch"];
  readonly pulse: WireOptions["pulse"];
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
  readonly wire: (state: WireState) => void;
  readonly chat: (line: ChatLine) => void;
  /** Everybody has this line of this page. */
  readonly delivered: (key: string) => void;
  readonly remark: (remark: Remark) => void;
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
  pairs(): readonly Member[];
  /** URLs of ICE servers that this browser does not accept. */
  refusedUrls(): readonly string[];
  /** The other members; null until the room's keys are there. */
  crowd(): Crowd | null;
  /** Says something to the server; false when the wire is not open. */
  report(message: ClientMessage): boolean;
  readonly agenda: Agenda;
  /** Who is let in, and what members decide: installed by the deferred part. */
  readonly policy: Policy;
  /** What the code with this member is made of, once both sides have told theirs. */
  pact(id: string): Pact | null;
  /** A person has compared the code with this member's. */
  verify(id: string): void;
  /** Own tracks changed. */
  resend(): void;
  /** Own name, marks or devices changed. */
  tell(): void;
  say(text: string): void;
  /** The network is back, or the page is: do not wait for the next turn. */
  hurry(): void;
  leave(): void;
}

/** Enters the room: prepares an offer, opens the wire, and connects with whoever is there. */
export function startCall(options: CallOptions): Call {
  const { signal, later } = options;
  let wire: Wire | null = null;
  let crowd: Crowd | null = null;
  let roomId = "";
  let wired = false;
  const agenda = openAgenda();
  const policy = openPolicy({
    connected: (id) =>
      crowd?.pairs().some(({ peer }) => {
        return (id ?? peer.id) === peer.id && peer.connection()?.state() === "connected";
      }) ?? false,
    again: (id) => crowd?.of(id)?.restart(),
  });

  const ice = keepIce({ ...options, ask: () => wire?.send({ type: "client-ice" }) ?? false });
  const rtc = acceptIce(options.createRtc);
  let certificates: RTCCertificate[] = [];
  const open = (pc?: string) => {
    const config = { ...ice.config(), certificates };
    return openConnection({ create: rtc.create, config, later, presented, ...(pc ? { pc } : {}) });
  };
  const ready = () => ice.good() ? null : ice.fresh();
  const spare = keepSpare({ open, ready, later, signal });

  options.entrance.then((entrance) => {
    if (!signal.aborted) enter(entrance);
    // Whoever holds the entrance says why there is none.
  }, () => {});

  function enter({ seal, identity, session }: Entrance): void {
    const me = identity.id;
    const letters = correspond(seal, session, me);
    certificates = [session.certificate];
    roomId = seal.roomId;
    if (remembersLock(options.session, roomId, options.now())) policy.guard();
    const room = gather({
      ...options,
      me,
      agenda,
      policy,
      spare,
      open,
      ready,
      digests: {
        offer: (sdp) => sha256(utf8.encode(sdp)),
        commit: (secret, hello = session.hello) => commitTo(hello, secret),
      },
      hello: session.hello,
      send: (to, session, sealed, urgent) => void send(to, session, sealed, urgent),
      ask: (to, urgent) => roads.send({ kind: "client-call", from: me, to, sealed: "" }, urgent),
      wired: () => wired,
      pass: (sender, parcel) => roads.passed(sender, parcel),
    });
    crowd = room;
    const { receive, vouch } = openInbox({ me, letters, crowd: room, report, signal });
    const roads = layRoads({
      me,
      peers: room.all,
      known: room.known,
      wire: (parcel) => wire?.send(message(parcel)) ?? false,
      receive,
      vouch,
      now: options.elapsed,
    });

    async function send(to: string, session: string, said: Sealed, urgent: boolean) {
      const sealed = await letters.write(to, session, said);
      roads.send({ kind: said.kind, from: me, to, sealed }, urgent);
    }

    function hear(message: ServerMessage): void {
      switch (message.type) {
        case "welcome":
          return welcome(message);
        case "client-call":
          if (message.from === me) return;
          return message.to ? room.of(message.from)?.restart() : room.of(message.from)?.greet();
        case "client-offer":
        case "client-answer":
        case "client-candidate": {
          const { type: kind, from, sealed } = message;
          return receive({ kind, from, to: me, sealed });
        }
        case "client-leave":
          return room.known(message.from)?.present("left");
        case "client-away":
          return room.known(message.from)?.present("away");
        case "refused":
          if (message.code === "no_such_peer" && message.to) {
            room.known(message.to)?.present("left");
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
      for (const peer of room.all()) {
        if (message.members.includes(peer.id)) continue;
        peer.present(message.away?.includes(peer.id) ? "away" : "left");
      }
      for (const id of message.members) {
        // After a reload the others may still hold what this page has lost.
        if (identity.returning && !room.known(id) && me > id) room.of(id)?.restart();
        else room.of(id)?.greet();
      }
    }

    wire = openWire({
      url: `${options.signalling}/${seal.roomId}`,
      id: me,
      token: identity.token,
      signal,
      connect: options.connect,
      fetch: options.fetch,
      later,
      pulse: options.pulse,
      random: options.random,
      onState(state) {
        wired = state === "open";
        options.wire(state);
      },
      onMessage: hear,
    });
    // While the socket opens.
    spare.renew();
  }

  const everybody = (talk: Talk): void => {
    for (const peer of crowd?.all() ?? []) peer.say(talk);
  };

  return {
    participants: () => crowd?.participants() ?? [],
    connection: (id) => crowd?.known(id)?.connection() ?? null,
    pairs: () => crowd?.pairs() ?? [],
    refusedUrls: rtc.refused,
    crowd: () => crowd,
    report: (message) => wire?.send(message) ?? false,
    agenda,
    policy,
    pact(id) {
      const halves = crowd?.halves(id);
      return halves ? { roomId, halves } : null;
    },
    verify: (id) => crowd?.verify(id),
    resend: () => crowd?.resend(),
    tell: () => crowd?.tell(),
    say(text) {
      const key = random(16);
      for (const peer of crowd?.all() ?? []) peer.mail({ type: "chat", key, text });
      const { name } = options.about();
      const pending = crowd?.waits(key) ?? false;
      options.chat({ key, from: "me", name, mine: true, text, at: options.now(), pending });
    },
    hurry() {
      wire?.hurry();
      for (const peer of crowd?.all() ?? []) peer.hurry();
    },
    leave() {
      everybody({ type: "bye" });
      wire?.send({ type: "client-leave" });
    },
  };
}

/** A parcel as the server takes it. */
function message({ kind, to, sealed }: Parcel): ClientMessage {
  return kind === "client-call" ? { type: kind, to } : { type: kind, to, sealed };
}

/** A bug of ours is thrown where the browser reports it, and the other calls go on. */
function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

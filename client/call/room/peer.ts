import type { Later } from "../../platform/clock.ts";
import { type Connection, isConnected } from "../connection/connection.ts";
import {
  countMedia,
  expectedMedia,
  type Health,
  type HealthMonitor,
  monitorHealth,
} from "../health/media_health.ts";
import { ALIVE_MS, openRepair, SILENT_MS } from "../connection/repair.ts";
import { keyframeRequests } from "../media/keyframes.ts";
import type { Envelope } from "../security/envelope.ts";
import { createChatDelivery } from "./chat.ts";
import type { ControlMessage } from "../messages/group_control.ts";
import { negotiate, type Negotiation, type NegotiationOptions } from "../connection/negotiation.ts";
import type { NegotiationMessage, SessionInfo } from "../messages/negotiation.ts";
import {
  type ChannelMessage,
  type ChatMessage,
  type ForwardedMessage,
  readChannelMessage,
} from "../messages/peer_channel.ts";
import { cleanName } from "../messages/about.ts";
import type { PreparedConnection } from "../connection/prepared_connection.ts";
import type { About } from "../messages/about.ts";

export interface PeerOptions {
  readonly me: string;
  readonly id: string;
  readonly later: Later;
  /** Milliseconds on a clock that nobody sets (W3C High Resolution Time §4). */
  readonly elapsed: () => number;
  readonly prepared: PreparedConnection;
  readonly open: NegotiationOptions["open"];
  readonly ready: NegotiationOptions["ready"];
  readonly sending: NegotiationOptions["sending"];
  readonly about: () => About;
  /** What of all that they have to show is missed when it does not come. */
  readonly expected: (all: About) => About;
  readonly digests: NegotiationOptions["digests"];
  /** A connection shows the certificate of this session; false when the session is over. */
  readonly confirmSession: (sessionInfo: SessionInfo) => boolean;
  /** Signs, seals and sends to a session of `to`, by every road when `urgent`. */
  readonly send: (to: string, session: string, sealed: NegotiationMessage, urgent: boolean) => void;
  /** Asks the peer, whose part it is to offer, for a new connection. */
  readonly requestOffer: (to: string, urgent: boolean) => void;
  /** True if a message can leave for the peer now, by any way. */
  readonly isReachable: () => boolean;
  /** Whether another member is connected with this one: then it is not gone. */
  readonly isSeen: (id: string) => boolean;
  readonly changed: () => void;
  readonly chat: (line: ChatMessage) => void;
  readonly delivered: (key: string) => void;
  readonly forward: (pass: ForwardedMessage) => void;
  readonly control: (text: string) => void;
  /** They tell what they committed to with the description of this connection. */
  readonly sasRevealed: (connection: Connection, secret: string) => void;
  /** Somebody has tried to pass for the peer. */
  readonly impostor: () => void;
  /** The peer is gone for good: nobody at the other end and nothing connected. */
  readonly gone: () => void;
}

/** The page's view of one other browser; its connection may be replaced under it. */
export interface Peer {
  readonly id: string;
  about(): About;
  /** The connection whose sound is played, and the one whose pictures are shown. */
  connection(): Connection | null;
  pictures(): Connection | null;
  /** Null while there is no connection that says it works. */
  health(): Health | null;
  /** The server has lost sight of them; or its list has them. */
  isAway(): boolean;
  isListed(): boolean;
  isAlive(): boolean;
  /** It says that it is connected with `id`. */
  sees(id: string): boolean;
  /** They or we are new here: connect, unless a connection works. */
  connectIfNeeded(): void;
  /** They hold no connection with this page, whatever it looks like from here. */
  reconnect(): void;
  receive(envelope: Envelope): Promise<void>;
  /** The room's list has them, has lost sight of them, or has them no more. */
  setPresence(how: "here" | "away" | "left"): void;
  /** Own tracks changed, or their limits, or the camera's size. */
  applySending(): void;
  send(talk: ChannelMessage | ControlMessage): boolean;
  sendChat(line: ChatMessage): void;
  /** True if this line of this page is not confirmed yet; and all such lines. */
  isPending(key: string): boolean;
  readonly pendingChats: () => readonly string[];
  /** Reads the counters and repairs what they say is broken; to be called every second. */
  checkHealth(): Promise<void>;
  /** The page woke up, or its network is back: what is silent is not given time to heal. */
  probeNow(): void;
  close(): void;
}

/** Begins the relation with `id`. The smaller id offers, whoever came first. */
export function openPeer(options: PeerOptions): Peer {
  const { id, later, elapsed } = options;
  const offers = options.me < id;
  const life = new AbortController();
  let about: About = { name: "", mic: false, camera: false, screen: false, hand: false };
  let presence: "here" | "away" | "left" = "here";
  let flow: { readonly of: Connection; readonly is: HealthMonitor } | null = null;
  let health: Health | null = null;
  let sees: readonly string[] = [];
  const repair = openRepair({
    later,
    elapsed,
    negotiation: () => negotiation,
    health: () => health,
    isLost: () => lost(),
    isAway: () => presence === "away",
    gone: options.gone,
    signal: life.signal,
  });

  const negotiation: Negotiation = negotiate({
    ...options,
    offers,
    signal: life.signal,
    send: (sealed, session) => options.send(id, session, sealed, urgent()),
    requestOffer: () => options.requestOffer(id, urgent()),
    events: {
      changed: options.changed,
      wanted: () => !lost(),
      message(text, connection) {
        const talk = readChannelMessage(text);
        if (!talk) return options.control(text);
        flow?.is.heard(elapsed());
        hearTalk(talk, connection);
      },
      confirmSession: options.confirmSession,
      impostor: options.impostor,
      opened(connection) {
        const say = (talk: ChannelMessage) => connection.send(JSON.stringify(talk));
        say({ type: "about", about: options.about() });
        say({ type: "sas-reveal", secret: connection.secret });
        mailbox.opened(say);
      },
      closed() {
        repair.closed();
        if (presence === "left") options.gone();
      },
      state: repair.take,
    },
  });
  const say = (talk: ChannelMessage | ControlMessage) =>
    negotiation.connection()?.send(JSON.stringify(talk)) ?? false;
  const mailbox = createChatDelivery(say);
  const pictures = keyframeRequests(
    elapsed,
    negotiation.connection,
    () => say({ type: "key-frame" }),
  );

  /** The server's list has them no more, and nobody else is connected with them. */
  const lost = () => presence === "left" && !options.isSeen(id);
  /** What went by the nearest road has not helped, or there is none. */
  const urgent = () => repair.demanded || negotiation.tries > 1;

  function hearTalk(talk: ChannelMessage, connection: Connection): void {
    switch (talk.type) {
      case "about":
        return learn(talk.about);
      case "chat":
        return mailbox.receive(talk) ? options.chat(talk) : undefined;
      case "chat-received":
        mailbox.confirm(talk.key);
        return options.delivered(talk.key);
      case "beat":
        sees = talk.connected;
        return;
      case "key-frame":
        return pictures.asked();
      case "forward":
        return options.forward(talk);
      case "sas-reveal":
        return options.sasRevealed(connection, talk.secret);
      case "bye":
        return options.gone();
    }
  }

  function learn(said: About): void {
    about = { ...said, name: cleanName(said.name) };
    options.changed();
  }

  async function look(): Promise<void> {
    const connection = negotiation.connection();
    const state = connection?.state();
    if (!connection || (state !== "connected" && state !== "disconnected")) {
      if (state !== "failed") health = null;
      // When they left somebody may still have said to see them.
      return lost() ? options.gone() : undefined;
    }
    if (flow?.of !== connection) flow = { of: connection, is: monitorHealth(elapsed()) };
    const counts = await countMedia(connection.rtc).catch(() => null);
    if (!counts || negotiation.connection() !== connection || life.signal.aborted) return;
    flow.is.look(counts, expectedMedia(options.expected(about)), elapsed());
    const silent = health?.silent ?? 0;
    health = flow.is.health(elapsed());
    // They have missed pictures, too; the channel lost packets and is slow to bring their wish.
    if (silent >= ALIVE_MS && health.silent < ALIVE_MS) pictures.asked();
    pictures.look(health.frozen);
    repair.judge(health);
  }

  return {
    id,
    about: () => about,
    connection: negotiation.connection,
    pictures: negotiation.pictures,
    health: () => health,
    isAway: () => presence === "away",
    isAlive: repair.isAlive,
    isListed: () => presence === "here",
    sees: (other) => sees.includes(other) && repair.isAlive(),
    connectIfNeeded() {
      const came = presence;
      presence = "here";
      if (came !== "here") options.changed();
      if (isConnected(negotiation.connection()) && (health?.silent ?? 0) < ALIVE_MS) return;
      if (isConnected(negotiation.connection())) return repair.probeNow();
      // Their page may be another than the one that was asked before.
      if (offers) negotiation.start();
      else negotiation.expectOffer();
    },
    reconnect() {
      presence = "here";
      repair.demand();
      // An offer that is under way is what they ask for; it has its own time.
      if (!(offers && negotiation.busy)) negotiation.start();
    },
    async receive(envelope) {
      presence = "here";
      // An old envelope renames nobody who is connected; those say it on the channel.
      if (envelope.message.kind !== "client-candidate" && !isConnected(negotiation.connection())) {
        learn(envelope.message.body.about);
      }
      await negotiation.receive(envelope);
    },
    setPresence(how) {
      presence = how;
      options.changed();
      // A member who left is not a call that ended: what is connected goes on.
      const carried = isConnected(negotiation.connection()) && (health?.silent ?? 0) < SILENT_MS;
      if (lost() && !carried) options.gone();
    },
    applySending: negotiation.applySending,
    send: say,
    sendChat: mailbox.send,
    isPending: mailbox.isPending,
    pendingChats: mailbox.pending,
    checkHealth: look,
    probeNow: repair.probeNow,
    close: () => life.abort(),
  };
}

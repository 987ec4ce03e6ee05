import "./platform.ts";
import { assertEquals } from "@std/assert";
import type { Envelope } from "../../client/call/security/envelope.ts";
import type { NegotiationMessage } from "../../client/call/messages/negotiation.ts";
import type { ForwardedMessage } from "../../client/call/messages/peer_channel.ts";
import { NO_SENDING } from "../../client/call/media/encodings.ts";
import { type ConnectionSource, openPeer, type Peer } from "../../client/call/room/peer.ts";
import { type FakeClock, fakeClock, turn } from "./clock.ts";
import { fakeConnections } from "./connections.ts";
import { FakeRtcs, FINGERPRINT } from "./rtc.ts";

const ABOUT = { name: "Ann", mic: true, camera: true, screen: false, hand: false };

/** Digests that show what they are of. */
export const DIGESTS = {
  offer: (sdp: string) => Promise.resolve(`digest of ${sdp}`),
  commit: (secret: string) => Promise.resolve(`commitment to ${secret}`),
};

/** Writes an envelope of a member with an honest session. */
export function envelopeOf(
  from: string,
  sealed: NegotiationMessage,
  fingerprint = FINGERPRINT,
): Envelope {
  return {
    session: { sessionId: `session of ${from}`, identityKey: `key of ${from}`, fingerprint },
    seq: 1,
    message: sealed,
  };
}

/** The partner at the other end of an honest connection. */
export const PARTNER = {
  sessionInfo: { sessionId: "session of b", identityKey: "key of b", fingerprint: FINGERPRINT },
  commit: "commitment of b",
};

/** One side of a pair, and what it has sent and asked for. */
export interface Side {
  /** Ends the stay that the peer is part of. */
  readonly life: AbortController;
  readonly peer: Peer;
  readonly prepared: ConnectionSource["prepared"];
  readonly rtcs: FakeRtcs;
  readonly sent: NegotiationMessage[];
  /** For which session each one was. */
  readonly sessions: string[];
  /** The urgent ones of what was sent. */
  readonly urgent: NegotiationMessage[];
  readonly heard: string[];
  readonly got: string[];
  readonly forwarded: ForwardedMessage[];
  /** Messages that only the deferred part understands. */
  readonly others: string[];
  /** Secrets that the other side has told. */
  readonly revealed: string[];
  /** True if ICE servers are fresh; by default they are. */
  ready: () => Promise<void> | null;
  /** Another member says that it is connected with the peer. */
  seen: boolean;
  /** A message can leave for the peer. */
  reaches: boolean;
  /** True if the other side's session is the one that is known. */
  known: boolean;
  impostors: number;
  asked: number;
  gone: number;
}

function side(me: string, id: string, clock: FakeClock, rtcs: FakeRtcs): Side {
  const ready = () => null;
  const life = new AbortController();
  const sent: NegotiationMessage[] = [];
  const sessions: string[] = [];
  const urgent: NegotiationMessage[] = [];
  const heard: string[] = [];
  const got: string[] = [];
  const forwarded: ForwardedMessage[] = [];
  const others: string[] = [];
  const revealed: string[] = [];
  const connections = fakeConnections(rtcs, clock, life.signal, () => result.ready());
  const peer = openPeer({
    me,
    id,
    clock: { later: clock.later, elapsed: clock.now },
    connections,
    expected: (all) => all,
    digests: DIGESTS,
    delivery: {
      send(_to, session, sealed, isUrgent) {
        sessions.push(session);
        sent.push(sealed);
        if (isUrgent) urgent.push(sealed);
      },
      requestOffer: () => result.asked++,
    },
    isReachable: () => result.reaches,
    isSeen: () => result.seen,
    confirmSession: () => result.known,
    events: {
      changed: () => {},
      chat: ({ text }) => heard.push(text),
      delivered: (key) => got.push(key),
      forward: (message) => forwarded.push(message),
      control: (text) => others.push(text),
      sasRevealed: (_connection, secret) => revealed.push(secret),
      impostor: () => result.impostors++,
      gone: () => result.gone++,
    },
  });
  peer.applySending({ ...NO_SENDING, about: { ...ABOUT, name: me } });
  const result: Side = {
    ...{
      life,
      peer,
      prepared: connections.prepared,
      rtcs,
      sent,
      sessions,
      urgent,
      heard,
      got,
      forwarded,
      others,
      revealed,
    },
    ready,
    seen: false,
    reaches: true,
    known: true,
    impostors: 0,
    asked: 0,
    gone: 0,
  };
  return result;
}

/** Two pages that hear of each other; `deliver` carries what was sent since. */
export function pair() {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const [small, large] = [side("a", "b", clock, rtcs), side("b", "a", clock, rtcs)];
  async function deliver(): Promise<void> {
    for (let calm = false; !calm;) {
      const [there, back] = [small.sent.splice(0), large.sent.splice(0)];
      calm = there.length + back.length === 0;
      for (const sealed of there) await large.peer.receive(envelopeOf("a", sealed));
      for (const sealed of back) await small.peer.receive(envelopeOf("b", sealed));
      await settle();
    }
  }
  /** An offer waits a moment for its first candidate. */
  async function settle(): Promise<void> {
    await turn();
    await clock.pass(50);
    await turn();
  }
  async function connect(): Promise<void> {
    small.peer.connectIfNeeded();
    large.peer.connectIfNeeded();
    await settle();
    await deliver();
    assertEquals(rtcs.link(), 1);
    await turn();
  }
  return { clock, rtcs, small, large, settle, deliver, connect };
}

/** Kinds of the messages that a side has sent. */
export const kinds = (one: Side) => one.sent.map(({ kind }) => kind);

/** The fake under the connection that a side shows. */
export function asFake({ peer, rtcs }: Side) {
  const rtc: unknown = peer.connection()?.rtc;
  return rtcs.all.find((one) => one === rtc);
}

/**
 * Has packets of sound, and of a picture, come in at a fake or not, and frames be decoded or not,
 * from now on; looks at the counters every second.
 */
export function streaming(clock: FakeClock, one: Side) {
  const stream = { comes: true, picture: false, decodes: true };
  const sound = { type: "inbound-rtp", mid: "0", packetsReceived: 0 };
  const picture = { type: "inbound-rtp", mid: "1", packetsReceived: 0, framesDecoded: 0 };
  const rtc = asFake(one);
  if (!rtc) throw new Error("no connection");
  Object.defineProperty(rtc, "stats", {
    get: () => [sound, picture],
  });
  const tick = () => {
    if (stream.comes) sound.packetsReceived += 50;
    if (stream.comes && stream.picture) picture.packetsReceived += 30;
    if (stream.comes && stream.picture && stream.decodes) picture.framesDecoded += 15;
    void one.peer.health.check();
    if (!one.life.signal.aborted) clock.later(1000, tick, one.life.signal);
  };
  tick();
  return stream;
}

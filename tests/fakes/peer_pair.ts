import "./platform.ts";
import { assertEquals } from "@std/assert";
import { openConnection } from "../../client/call/connection/connection.ts";
import { limitsFor } from "../../client/call/media/encodings.ts";
import type { Letter } from "../../client/call/security/envelope.ts";
import type { Sealed } from "../../client/call/messages/negotiation.ts";
import type { Pass } from "../../client/call/messages/peer_channel.ts";
import { openPeer, type Peer } from "../../client/call/room/peer.ts";
import { keepSpare } from "../../client/call/connection/prepared_connection.ts";
import { type FakeClock, fakeClock, turn } from "./clock.ts";
import { Ether, FINGERPRINT } from "./rtc.ts";

const ABOUT = { name: "Ann", mic: true, camera: true, screen: false, hand: false };

/** Digests that show what they are of. */
export const DIGESTS = {
  offer: (sdp: string) => Promise.resolve(`digest of ${sdp}`),
  commit: (secret: string) => Promise.resolve(`commitment to ${secret}`),
};

/** What a member with an honest session has written. */
export function letter(from: string, sealed: Sealed, fp = FINGERPRINT): Letter {
  return { hello: { sid: `session of ${from}`, idk: `key of ${from}`, fp }, seq: 1, sealed };
}

/** Who is at the other end of an honest connection. */
export const PARTNER = {
  hello: { sid: "session of b", idk: "key of b", fp: FINGERPRINT },
  commit: "commitment of b",
};

/** One side of a pair, and what it has sent and asked for. */
export interface Side {
  /** Ends the stay that the peer is part of. */
  readonly life: AbortController;
  readonly peer: Peer;
  readonly ether: Ether;
  readonly sent: Sealed[];
  /** For which session each one was. */
  readonly sessions: string[];
  /** The urgent ones of what was sent. */
  readonly urgent: Sealed[];
  readonly heard: string[];
  readonly got: string[];
  readonly passed: Pass[];
  /** What only what comes late may understand. */
  readonly others: string[];
  /** Secrets that the other side has told. */
  readonly revealed: string[];
  /** Whether ICE servers are fresh; by default they are. */
  ready: () => Promise<void> | null;
  /** Another member says that it is connected with the peer. */
  seen: boolean;
  /** A message can leave for the peer. */
  reaches: boolean;
  /** Whether the other side's session is the one that is known. */
  known: boolean;
  impostors: number;
  asked: number;
  gone: number;
}

function side(me: string, id: string, clock: FakeClock, ether: Ether): Side {
  const ready = () => null;
  const open = (pc?: string) =>
    openConnection({ ...ether, config: {}, later: clock.later, ...(pc ? { pc } : {}) });
  const life = new AbortController();
  const sent: Sealed[] = [];
  const sessions: string[] = [];
  const urgent: Sealed[] = [];
  const heard: string[] = [];
  const got: string[] = [];
  const passed: Pass[] = [];
  const others: string[] = [];
  const revealed: string[] = [];
  const peer = openPeer({
    me,
    id,
    later: clock.later,
    elapsed: clock.now,
    spare: keepSpare({ open, ready, later: clock.later, signal: life.signal }),
    open,
    ready: () => result.ready(),
    sending: () => ({
      tracks: { mic: null, camera: null, screen: null },
      limits: limitsFor(1, "full"),
    }),
    about: () => ({ ...ABOUT, name: me }),
    missed: (all) => all,
    digests: DIGESTS,
    proves: () => result.known,
    impostor: () => result.impostors++,
    send(_to, session, sealed, isUrgent) {
      sessions.push(session);
      sent.push(sealed);
      if (isUrgent) urgent.push(sealed);
    },
    ask: () => result.asked++,
    reaches: () => result.reaches,
    seen: () => result.seen,
    changed: () => {},
    chat: ({ text }) => heard.push(text),
    got: (key) => got.push(key),
    revealed: (_connection, secret) => revealed.push(secret),
    pass: (parcel) => passed.push(parcel),
    other: (text) => others.push(text),
    gone: () => result.gone++,
  });
  const result: Side = {
    ...{ life, peer, ether, sent, sessions, urgent, heard, got, passed, others, revealed },
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
  const ether = new Ether();
  const [small, large] = [side("a", "b", clock, ether), side("b", "a", clock, ether)];
  async function deliver(): Promise<void> {
    for (let calm = false; !calm;) {
      const [there, back] = [small.sent.splice(0), large.sent.splice(0)];
      calm = there.length + back.length === 0;
      for (const sealed of there) await large.peer.hear(letter("a", sealed));
      for (const sealed of back) await small.peer.hear(letter("b", sealed));
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
    small.peer.greet();
    large.peer.greet();
    await settle();
    await deliver();
    assertEquals(ether.link(), 1);
    await turn();
  }
  return { clock, ether, small, large, settle, deliver, connect };
}

/** What kinds of messages a side has sent. */
export const kinds = (one: Side) => one.sent.map(({ kind }) => kind);

/** The fake under the connection that a side shows. */
export function asFake({ peer, ether }: Side) {
  const rtc: unknown = peer.connection()?.rtc;
  return ether.all.find((one) => one === rtc);
}

/**
 * Has packets of sound, and of a picture, come in at a fake or not, and frames be decoded or not,
 * from now on; looks at the counters every second.
 */
export function streaming(clock: FakeClock, one: Side) {
  const flow = { comes: true, picture: false, decodes: true };
  const sound = { type: "inbound-rtp", mid: "0", packetsReceived: 0 };
  const picture = { type: "inbound-rtp", mid: "1", packetsReceived: 0, framesDecoded: 0 };
  const rtc = asFake(one);
  if (!rtc) throw new Error("no connection");
  Object.defineProperty(rtc, "stats", {
    get: () => [sound, picture],
  });
  const tick = () => {
    if (flow.comes) sound.packetsReceived += 50;
    if (flow.comes && flow.picture) picture.packetsReceived += 30;
    if (flow.comes && flow.picture && flow.decodes) picture.framesDecoded += 15;
    void one.peer.look();
    if (!one.life.signal.aborted) clock.later(1000, tick, one.life.signal);
  };
  tick();
  return flow;
}

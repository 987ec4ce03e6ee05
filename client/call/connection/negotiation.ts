import type { Later } from "../../platform/clock.ts";
import { attempt, type Connection, foundNoNetwork, isConnected } from "./connection.ts";
import { keepEarlyCandidates } from "./early_candidates.ts";
import {
  openSuccession,
  type Succession,
  type SuccessionEvents,
  type SuccessionOptions,
} from "./succession.ts";
import type { Envelope } from "../security/envelope.ts";
import type {
  Answer,
  Candidates,
  NegotiationMessage,
  Offer,
  SessionInfo,
} from "../messages/negotiation.ts";
import { openRetryTimer, RETRY_MS } from "../../platform/retry_timer.ts";
import type { PreparedConnection } from "./prepared_connection.ts";
import type { MemberSending } from "../media/encodings.ts";

/** Options of {@link negotiate}. */
export interface NegotiationOptions {
  /** This side offers, the other answers, unless a standing offer of the other was handed out. */
  readonly offers: boolean;
  readonly later: Later;
  readonly prepared: PreparedConnection;
  /** Opens the answering side of connection `id`. */
  readonly open: (id: string) => Connection;
  /** Resolves when the ICE servers are fresh enough to connect with, null if they are; never rejects. */
  readonly ready: () => Promise<unknown> | null;
  readonly digests: Digests;
  /**
   * Signs, seals and sends to a session of the other side, `*` when none is known; may be lost, so
   * every step here is tried again.
   */
  readonly send: (sealed: NegotiationMessage, session: string) => void;
  /** Asks the other side, whose part it is to offer, for a new connection. */
  readonly requestOffer: () => void;
  /** True if a message can leave for the other side now: without one no try begins. */
  readonly isReachable: () => boolean;
  readonly events: NegotiationEvents;
  readonly signal: AbortSignal;
}

/** Digests that tie a description to something else. */
export interface Digests {
  /** Digest of the offer that an answer answers. */
  readonly offer: (sdp: string) => Promise<string>;
  /** Digest of a secret, which fixes it before the other side's is known; this side's unless told. */
  readonly commit: (secret: string, sessionInfo?: SessionInfo) => Promise<string>;
}

/** Events of a negotiation. */
export interface NegotiationEvents extends SuccessionEvents {
  /** True if there is anybody to connect with. */
  wanted(): boolean;
}

/** The connection with one peer, made before the one that it replaces is broken off. */
export interface Negotiation {
  /** The connection that carries the call, or is to carry it. */
  connection(): Connection | null;
  /** The connection that shows the pictures: the one before, until the first frame of the new one. */
  pictures(): Connection | null;
  /** A new connection is asked for, or under way. */
  readonly busy: boolean;
  /** Tries since something worked. */
  readonly tries: number;
  /** Begins a try; `standing`: the other side has a standing offer of this one. */
  start(standing?: boolean): void;
  /** Begins a try that the other side asks for. An offer that is under way has its own time. */
  restart(): void;
  /** The other side begins; should it not, this one does. */
  expectOffer(): void;
  /** Obeys an envelope; a standing offer, which may be old, only where there is no connection yet. */
  receive(envelope: Envelope): Promise<void>;
  /** Closes the successor, since the connection that carries the call works again. */
  discardSuccessor(): void;
  /** Begins anew after the network was away: a try that came to nothing does not wait for its time. */
  retryNow(): void;
  /** Sends these tracks within these limits, on connections to come as well. */
  applySending(sending: MemberSending): void;
}

/** Time to connect after the answer; the answerer, who only asks, waits on. */
const CONNECT_MS = { offerer: 10_000, answerer: 15_000 };

/** Begins without a connection. */
export function negotiate(options: NegotiationOptions): Negotiation {
  const { later, events, signal } = options;
  /** True while a try has begun that has no connection yet. */
  let asking = false;
  const succession = openSuccession({
    later,
    sendCandidates: candidateSender(options.send),
    events,
    onSucceeded() {
      retry.settle();
      options.prepared.refill();
    },
    onFailed: () => retry.failed(),
    signal,
  });
  const { current, next, refuse, about } = succession;
  const isAsking = () => asking || next()?.rtc.localDescription?.type === "offer";
  const retry = openRetryTimer({ later, signal, hopeless: () => foundNoNetwork(next()), start });
  const { offer, receive } = exchangeDescriptions(options, {
    signal: () => retry.signal,
    isAsking,
    adopt(connection) {
      asking = false;
      succession.adopt(connection);
    },
    current,
    next,
    refuse,
    about,
    allow: (ms, unasked) => retry.allow(ms, unasked ? expireUnasked : expire),
  });

  function start(standing = false): void {
    if (signal.aborted || !events.wanted()) return;
    if (!options.isReachable()) return retry.allow(RETRY_MS, expire);
    if (!retry.begin(expire)) return;
    asking = true;
    if (standing || options.offers) void offer(standing);
    else options.requestOffer();
  }

  function expire(): void {
    if (next() || asking || !isConnected(current())) start();
  }

  /** Ends a successor that nobody here has asked for, and keeps what works. */
  function expireUnasked(): void {
    const successor = next();
    if (successor && isConnected(current())) refuse(successor);
    else expire();
  }

  return {
    connection: () => current() ?? next(),
    pictures: succession.pictures,
    get busy() {
      return asking || isUnderWay(next());
    },
    get tries() {
      return retry.tries;
    },
    start,
    restart: () => options.offers && isAsking() ? undefined : start(),
    expectOffer: () => retry.allow(RETRY_MS, expire),
    receive,
    discardSuccessor() {
      const successor = next();
      // Once answered it may connect at any moment, over there too: then it is the better one.
      if (successor?.rtc.signalingState === "stable" && !foundNoNetwork(successor)) return;
      retry.settle();
      asking = false;
      if (successor) refuse(successor);
      else events.changed();
    },
    retryNow() {
      if (foundNoNetwork(next())) start();
    },
    applySending: succession.applySending,
  };
}

function candidateSender(send: NegotiationOptions["send"]): SuccessionOptions["sendCandidates"] {
  return (connection, candidates) => {
    const body = { connection: connection.id, candidates };
    send({ kind: "client-candidate", body }, connection.partner()?.sessionInfo.sessionId ?? "*");
  };
}

/** True if a connection waits for an answer, or for candidates that work. */
function isUnderWay(next: Connection | null): boolean {
  return next?.rtc.signalingState === "have-local-offer" ||
    (next?.rtc.iceConnectionState ?? "new") !== "new";
}

/** A try to connect, as its descriptions see it. */
interface Try extends Pick<Succession, "adopt" | "current" | "next" | "refuse" | "about"> {
  /** Signal that aborts when another try takes the place of this one. */
  signal(): AbortSignal;
  /** True if this side has asked for the new connection, or has offered it. */
  isAsking(): boolean;
  /** Gives the try so much time from now on; `unasked`: this side has not asked for it. */
  allow(ms: number, unasked: boolean): void;
}

/** Makes offers and answers, and takes those of the other side. */
function exchangeDescriptions(
  options: NegotiationOptions,
  { adopt, current, next, refuse, about, ...trial }: Try,
): { offer(standing: boolean): Promise<void>; receive(envelope: Envelope): Promise<void> } {
  const { digests, send, ready } = options;
  const early = keepEarlyCandidates();
  /** The newest offer, as it was sent: the browser adds to its own copy. Empty before the first. */
  let offered = "";
  const connectionOf = (id: string) => [next(), current()].find((one) => one?.id === id);

  async function offer(standing: boolean): Promise<void> {
    const waiting = ready();
    const signal = trial.signal();
    if (waiting) await waiting;
    if (signal.aborted) return;
    const mine = attempt(() => options.prepared.take(!standing && offered !== ""));
    if (!mine) return;
    adopt(mine);
    const making = mine.offer().catch(() => null);
    const [sdp, commit] = await Promise.all([making, digests.commit(mine.secret)]);
    if (sdp === null || next() !== mine) return;
    offered = sdp;
    send({ kind: "client-offer", body: { connection: mine.id, sdp, commit, about: about() } }, "*");
  }

  async function answer(body: Offer, sessionInfo: SessionInfo, seq: number): Promise<void> {
    const isLate = seq ? options.offers && trial.isAsking() : current() ?? next();
    if (isLate || connectionOf(body.connection)) return;
    const waiting = ready();
    if (waiting) await waiting;
    if (options.signal.aborted) return;
    // Nobody asked: it may be an old offer that the server has kept, which never connects.
    const unasked = isConnected(current()) && !trial.isAsking();
    const mine = attempt(() => options.open(body.connection));
    if (!mine) return;
    mine.expect({ sessionInfo, commit: body.commit });
    adopt(mine);
    const [sdp, commit, offer] = await Promise.all([
      mine.answer(body.sdp).catch(() => null),
      digests.commit(mine.secret),
      digests.offer(body.sdp),
    ]);
    if (next() !== mine) return;
    if (sdp === null) return refuse(mine);
    const made = { connection: mine.id, sdp, commit, offer, about: about() };
    send({ kind: "client-answer", body: made }, sessionInfo.sessionId);
    trial.allow(CONNECT_MS.answerer, unasked);
    await mine.add(early.take(mine.id));
  }

  async function accept(body: Answer, sessionInfo: SessionInfo): Promise<void> {
    const mine = next();
    if (mine?.id !== body.connection || mine.rtc.signalingState !== "have-local-offer") return;
    const asked = await digests.offer(offered);
    if (asked !== body.offer || next() !== mine || mine.partner()) return;
    trial.allow(CONNECT_MS.offerer, false);
    mine.expect({ sessionInfo, commit: body.commit });
    await mine.accept(body.sdp).catch(() => {});
  }

  async function add(body: Candidates): Promise<void> {
    const connection = connectionOf(body.connection);
    if (connection) await connection.add(body.candidates);
    else early.keep(body);
  }

  return {
    offer,
    async receive({ message, session, seq }) {
      switch (message.kind) {
        case "client-offer":
          return await answer(message.body, session, seq);
        case "client-answer":
          return await accept(message.body, session);
        case "client-candidate":
          return await add(message.body);
      }
    },
  };
}

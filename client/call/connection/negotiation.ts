import type { Later } from "../../platform/clock.ts";
import {
  attempt,
  type Connection,
  foundNoNetwork,
  isConnected,
  type Partner,
} from "./connection.ts";
import { keepEarlyCandidates } from "./early_candidates.ts";
import { openHandover } from "./handover.ts";
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
import type { About } from "../messages/about.ts";
import type { Sending } from "../media/encodings.ts";

export interface NegotiationOptions {
  /** This side offers, the other answers. */
  readonly offers: boolean;
  readonly later: Later;
  readonly prepared: PreparedConnection;
  /** Opens the answering side of connection `id`. */
  readonly open: (id: string) => Connection;
  /** Resolves when the ICE servers are fresh enough to connect with, null if they are; never rejects. */
  readonly ready: () => Promise<unknown> | null;
  readonly sending: () => Sending;
  readonly about: () => About;
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

/** What ties a description to something else. */
export interface Digests {
  /** Of the offer that an answer answers. */
  readonly offer: (sdp: string) => Promise<string>;
  /** Of a secret, which fixes it before the other side's is known; this side's unless told. */
  readonly commit: (secret: string, sessionInfo?: SessionInfo) => Promise<string>;
}

export interface NegotiationEvents {
  changed(): void;
  /** True if there is anybody to connect with. */
  wanted(): boolean;
  message(text: string, connection: Connection): void;
  /** A connection shows the certificate of this session; false when the session is over. */
  confirmSession(sessionInfo: SessionInfo): boolean;
  /** Somebody else is at the other end. */
  impostor(): void;
  /** A channel is open. */
  opened(connection: Connection): void;
  /** The other page has closed what carried the call. */
  closed(): void;
  /** What carries the call has another state. */
  state(state: RTCPeerConnectionState): void;
}

/** The connection with one peer, made before the one that it replaces is broken off. */
export interface Negotiation {
  /** What carries the call, or is to carry it. */
  connection(): Connection | null;
  /** Where the pictures are: the connection before, until the first frame of the new one. */
  pictures(): Connection | null;
  /** A new connection is asked for, or under way. */
  readonly busy: boolean;
  /** Tries since something worked. */
  readonly tries: number;
  start(): void;
  /** The other side begins; should it not, this one does. */
  expectOffer(): void;
  receive(envelope: Envelope): Promise<void>;
  /** What carries the call works again: no successor is needed. */
  discardSuccessor(): void;
  /** The network may be back: a try that came to nothing does not wait for its time. */
  retryNow(): void;
  applySending(): void;
}

/** After the answer, connecting may take this long, in ms; the answerer, who only asks, waits on. */
const CONNECT = { offerer: 10_000, answerer: 15_000 };

/** Begins without a connection. */
export function negotiate(options: NegotiationOptions): Negotiation {
  const { offers, later, events, signal } = options;
  const early = keepEarlyCandidates();
  let current: Connection | null = null;
  let next: Connection | null = null;
  /** The newest offer, as it was sent: the browser adds to its own copy. Empty before the first. */
  let offered = "";
  /** A try has begun that has no connection yet. */
  let asking = false;
  signal.addEventListener("abort", () => {
    for (const one of [current, next]) one?.close();
  }, { once: true });

  const handover = openHandover({ later, changed: events.changed, signal });
  const retry = openRetryTimer({ later, signal, hopeless: () => foundNoNetwork(next), start });

  /** Takes a connection in hand as the coming one; the present one serves until it works. */
  function adopt(connection: Connection): void {
    next?.close();
    next = connection;
    asking = false;
    connection.applySending(options.sending());
    connection.listen({
      state: () => judge(connection),
      candidates: (found) => {
        const body = { connection: connection.id, candidates: found };
        options.send(
          { kind: "client-candidate", body },
          connection.partner()?.sessionInfo.sessionId ?? "*",
        );
      },
      channel: (open) => channelled(connection, open),
      message: (text) => events.message(text, connection),
      impostor() {
        refuse(connection);
        events.impostor();
      },
    });
    events.changed();
  }

  function start(): void {
    if (signal.aborted || !events.wanted()) return;
    if (!options.isReachable()) return retry.allow(RETRY_MS, expire);
    if (!retry.begin(expire)) return;
    asking = true;
    if (offers) void offer();
    else options.requestOffer();
  }

  function expire(): void {
    if (next || asking || !isConnected(current)) start();
  }

  /** Ends a successor that nobody here has asked for, and keeps what works. */
  function expireUnasked(): void {
    if (next && isConnected(current)) refuse(next);
    else expire();
  }

  async function offer(): Promise<void> {
    const turn = retry.signal;
    const waiting = options.ready();
    if (waiting) await waiting;
    if (turn.aborted) return;
    // A refusal by the browser is met by the next try.
    const mine = attempt(() => options.prepared.take(offered !== ""));
    if (!mine) return;
    adopt(mine);
    const [sdp, commit] = await Promise.all([
      mine.offer().catch(() => null),
      options.digests.commit(mine.secret),
    ]);
    if (sdp === null || next !== mine) return;
    offered = sdp;
    const body = { connection: mine.id, sdp, commit, about: options.about() };
    options.send({ kind: "client-offer", body }, "*");
  }

  async function answer(body: Offer, sessionInfo: SessionInfo): Promise<void> {
    if (offers || body.connection === next?.id || body.connection === current?.id) return;
    const waiting = options.ready();
    if (waiting) await waiting;
    if (signal.aborted) return;
    // Nobody asked: it may be an old offer that the server has kept, which never connects.
    const unasked = isConnected(current) && !asking;
    const mine = attempt(() => options.open(body.connection));
    if (!mine) return;
    mine.expect({ sessionInfo, commit: body.commit });
    adopt(mine);
    const [sdp, commit, offer] = await Promise.all([
      mine.answer(body.sdp).catch(() => null),
      options.digests.commit(mine.secret),
      options.digests.offer(body.sdp),
    ]);
    if (next !== mine) return;
    if (sdp === null) return refuse(mine);
    const answered = { connection: mine.id, sdp, commit, offer, about: options.about() };
    options.send({ kind: "client-answer", body: answered }, sessionInfo.sessionId);
    retry.allow(CONNECT.answerer, unasked ? expireUnasked : expire);
    await mine.add(early.take(mine.id));
  }

  async function accept(body: Answer, sessionInfo: SessionInfo): Promise<void> {
    const mine = next;
    if (mine?.id !== body.connection || mine.rtc.signalingState !== "have-local-offer") return;
    const asked = await options.digests.offer(offered);
    if (asked !== body.offer || next !== mine || mine.partner()) return;
    retry.allow(CONNECT.offerer, expire);
    mine.expect({ sessionInfo, commit: body.commit });
    await mine.accept(body.sdp).catch(() => {});
  }

  /** Gives up a connection that is not wanted, or with somebody else; what works stays. */
  function refuse(connection: Connection): void {
    connection.close();
    if (next === connection) next = null;
    events.changed();
  }

  async function add(body: Candidates): Promise<void> {
    const connection = [next, current].find((one) => one?.id === body.connection);
    if (connection) await connection.add(body.candidates);
    else early.keep(body);
  }

  function judge(connection: Connection): void {
    const state = connection.state();
    const partner = connection.partner();
    if (connection === next) {
      if (state === "connected" && partner) promote(connection, partner);
      if (state === "failed") retry.failed();
    } else if (connection === current) events.state(state);
    events.changed();
  }

  function promote(connection: Connection, { sessionInfo }: Partner): void {
    if (!events.confirmSession(sessionInfo)) return refuse(connection);
    handover.begin(current, connection);
    current = connection;
    next = null;
    retry.settle();
    options.prepared.refill();
  }

  function channelled(connection: Connection, open: boolean): void {
    if (open) events.opened(connection);
    else if (connection === current) {
      // Their page closed this connection: it left, or it is about to come back.
      current = null;
      connection.close();
      events.closed();
    } else if (connection === handover.before()) connection.close();
    events.changed();
  }

  return {
    connection: () => current ?? next,
    pictures: () => handover.before() ?? current ?? next,
    get busy() {
      return asking || next?.rtc.signalingState === "have-local-offer" ||
        (next?.rtc.iceConnectionState ?? "new") !== "new";
    },
    get tries() {
      return retry.tries;
    },
    start,
    expectOffer: () => retry.allow(RETRY_MS, expire),
    async receive({ message: sealed, session: sessionInfo }) {
      switch (sealed.kind) {
        case "client-offer":
          return await answer(sealed.body, sessionInfo);
        case "client-answer":
          return await accept(sealed.body, sessionInfo);
        case "client-candidate":
          return await add(sealed.body);
      }
    },
    discardSuccessor() {
      // Once answered it may connect at any moment, over there too: then it is the better one.
      if (next?.rtc.signalingState === "stable" && !foundNoNetwork(next)) return;
      retry.settle();
      asking = false;
      next?.close();
      next = null;
      events.changed();
    },
    retryNow() {
      if (foundNoNetwork(next)) start();
    },
    applySending() {
      for (const one of [current, next]) one?.applySending(options.sending());
    },
  };
}

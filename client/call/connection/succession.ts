import type { Later } from "../../platform/clock.ts";
import type { About } from "../messages/about.ts";
import type { Candidates, SessionInfo } from "../messages/negotiation.ts";
import { type MemberSending, NO_SENDING } from "../media/encodings.ts";
import type { Connection, Partner } from "./connection.ts";
import { openHandover } from "./handover.ts";

/** Events of the connections with one peer. */
export interface SuccessionEvents {
  changed(): void;
  message(text: string, connection: Connection): void;
  /** A connection shows the certificate of this session; false when the session is over. */
  confirmSession(sessionInfo: SessionInfo): boolean;
  /** Somebody else is at the other end. */
  impostor(): void;
  /** A channel is open. */
  opened(connection: Connection): void;
  /** The other page has closed the connection that carried the call. */
  closed(): void;
  /** The connection that carries the call has another state. */
  state(state: RTCPeerConnectionState): void;
}

/** Options of {@link openSuccession}. */
export interface SuccessionOptions {
  readonly later: Later;
  readonly sendCandidates: (connection: Connection, found: Candidates["candidates"]) => void;
  readonly events: SuccessionEvents;
  /** Called when the successor works, and carries the call from now on. */
  readonly onSucceeded: () => void;
  /** Called when the successor has failed. */
  readonly onFailed: () => void;
  readonly signal: AbortSignal;
}

/** The connection that carries the call, and its successor: made before the other is broken. */
export interface Succession {
  /** The connection that carries the call. */
  current(): Connection | null;
  /** The connection that is to carry it. */
  next(): Connection | null;
  /** The connection that shows the pictures: the one before, until the first frame of the new one. */
  pictures(): Connection | null;
  /** Takes a connection as the successor; the current one serves until it works. */
  adopt(connection: Connection): void;
  /** Closes a connection that is not wanted, or with somebody else; one that works stays. */
  refuse(connection: Connection): void;
  /** Description of the own page, as the other side is to be told it. */
  about(): About;
  /** Sends these tracks within these limits, on connections to come as well. */
  applySending(sending: MemberSending): void;
}

/** Begins without a connection. */
export function openSuccession(options: SuccessionOptions): Succession {
  const { later, events, signal } = options;
  const handover = openHandover({ later, changed: events.changed, signal });
  let current: Connection | null = null;
  let next: Connection | null = null;
  let sending = NO_SENDING;
  signal.addEventListener("abort", () => {
    for (const one of [current, next]) one?.close();
  }, { once: true });

  function adopt(connection: Connection): void {
    next?.close();
    next = connection;
    connection.applySending(sending);
    connection.listen({
      state: () => stateChanged(connection),
      candidates: (found) => options.sendCandidates(connection, found),
      channel: (open) => channelChanged(connection, open),
      message: (text) => events.message(text, connection),
      impostor() {
        refuse(connection);
        events.impostor();
      },
    });
    events.changed();
  }

  function refuse(connection: Connection): void {
    connection.close();
    if (next === connection) next = null;
    events.changed();
  }

  function stateChanged(connection: Connection): void {
    const state = connection.state();
    const partner = connection.partner();
    if (connection === next) {
      if (state === "connected" && partner) promote(connection, partner);
      if (state === "failed") options.onFailed();
    } else if (connection === current) events.state(state);
    events.changed();
  }

  function promote(connection: Connection, { sessionInfo }: Partner): void {
    if (!events.confirmSession(sessionInfo)) return refuse(connection);
    handover.begin(current, connection);
    current = connection;
    next = null;
    options.onSucceeded();
  }

  function channelChanged(connection: Connection, open: boolean): void {
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
    current: () => current,
    next: () => next,
    pictures: () => handover.before() ?? current ?? next,
    adopt,
    refuse,
    about: () => sending.about,
    applySending(wanted) {
      sending = wanted;
      for (const one of [current, next]) one?.applySending(sending);
    },
  };
}

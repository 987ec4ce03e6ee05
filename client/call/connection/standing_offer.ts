import { type ClientMessage, MAX_STANDING_OFFER_CHARS } from "../../../protocol/mod.ts";
import type { Connection } from "./connection.ts";
import type { PreparedConnection } from "./prepared_connection.ts";
import { permitRelays } from "./relay_permission.ts";

/** Options of {@link keepStandingOffer}. */
export interface StandingOfferOptions {
  readonly prepared: Pick<PreparedConnection, "spare" | "renew">;
  /** The newest socket: a server has forgotten what was left by another one. */
  readonly socket: () => unknown;
  readonly send: (message: ClientMessage) => boolean;
  /** Signs and seals the offer of a connection. */
  readonly write: (connection: Connection) => Promise<string>;
  /** True while this page connects with whoever comes. */
  readonly isOpen: () => boolean;
  /** False while somebody who comes may be a member that this page is connected with. */
  readonly isSettled: () => boolean;
  readonly signal: AbortSignal;
}

/** Offer of the prepared connection that stands with the server, for the next who comes. */
export interface StandingOffer {
  /** Compares what stands with what is to stand: to be called when that may have changed. */
  look(): void;
  /** Prepares a connection anew, since its candidates may lead nowhere any more. */
  renew(): void;
  /** The server has handed out what stands: it is not left again. */
  handedOut(): void;
  /** Leaves nothing by this socket any more: its server knows no standing offers. */
  stop(): void;
}

/**
 * Leaves the offer of each prepared connection with the server once, when all its candidates are
 * known, and withdraws it when that connection is not to be had any more. Who has got it may answer
 * at any time, so a connection whose offer is withdrawn is thrown away.
 */
export function keepStandingOffer(options: StandingOfferOptions): StandingOffer {
  const { prepared, socket, send, isOpen, signal } = options;
  /** Connections whose offer was written. */
  const written = new WeakSet<Connection>();
  let left: { readonly connection: Connection; readonly by: unknown } | null = null;
  let deaf: unknown = null;

  const isWanted = (connection: Connection, by: unknown) =>
    !signal.aborted && by !== deaf && isOpen() && socket() === by &&
    prepared.spare() === connection;

  async function leave(connection: Connection): Promise<void> {
    const by = socket();
    written.add(connection);
    const sealed = await options.write(connection).catch(() => "");
    if (sealed === "" || sealed.length > MAX_STANDING_OFFER_CHARS || left) return;
    const isLeft = isWanted(connection, by) && send({ type: "client-standing-offer", sealed });
    if (!isLeft) return void written.delete(connection);
    left = { connection, by };
    const { rtc } = connection;
    rtc.addEventListener("signalingstatechange", () => {
      if (rtc.signalingState === "stable") permitRelays(rtc);
    }, { once: true });
  }

  function discard({ connection }: NonNullable<typeof left>): void {
    left = null;
    if (connection === prepared.spare()) prepared.renew();
  }

  function look(): void {
    if (left && !isWanted(left.connection, left.by)) {
      if (left.by === socket() && left.by !== deaf) send({ type: "client-standing-offer" });
      discard(left);
    }
    const spare = prepared.spare();
    if (left || !spare || written.has(spare) || !isWanted(spare, socket())) return;
    const isReady = spare.rtc.iceGatheringState === "complete";
    if (isReady && options.isSettled()) void leave(spare);
  }

  return {
    look,
    renew() {
      prepared.renew();
      look();
    },
    handedOut() {
      // It was taken for the newcomer, unless that one needs none.
      if (left) discard(left);
    },
    stop: () => void (deaf = socket()),
  };
}

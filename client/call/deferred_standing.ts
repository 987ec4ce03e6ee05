import type { Clock } from "../platform/clock.ts";
import type { Call, CallNetwork, EnteredRoom } from "./call.ts";
import { keepStandingOffer, type StandingOffer } from "./connection/standing_offer.ts";
import { followSocket } from "./endpoint/followed_socket.ts";
import { ANYBODY, createEnvelopes } from "./security/envelope.ts";
import { commitmentOf } from "./security/sas_secret.ts";
import type { SecurityContext } from "./security/security_context.ts";

/** Options of {@link leaveOffers}. */
export interface LeaveOffersOptions {
  readonly call: Pick<Call, "about">;
  readonly room: Pick<EnteredRoom, "connections" | "members" | "socket" | "stay">;
  readonly context: SecurityContext;
  readonly network: Pick<CallNetwork, "sockets">;
  /** True if a stranger is not let in, or if others keep this page out. */
  readonly isClosed: () => boolean;
  /** Calls back when the network may be another one. */
  readonly onNetwork: (changed: () => void, signal: AbortSignal) => void;
  readonly later: Clock["later"];
  readonly signal: AbortSignal;
}

/** Answer of a server that does not know standing offers. */
const UNKNOWN = /^\{"type":"refused","code":"unknown_type"/;
/** Call about a newcomer that has got the standing offer. */
const OFFERED = /^\{"type":"client-call",.*"offered":true/;
const LOOK_MS = 500;

/** Leaves an offer with the server for the next who comes, while anybody may come in. */
export function leaveOffers(options: LeaveOffersOptions): StandingOffer {
  const { call, room, network, isClosed, later, signal } = options;
  const { identity, seal, session } = options.context;
  const envelopes = createEnvelopes(seal, session, identity.id);
  const socket = () => network.sockets.newest;
  const standing = keepStandingOffer({
    prepared: room.connections.prepared,
    socket,
    send: room.socket.send,
    async write(connection) {
      const [sdp, commit] = await Promise.all([
        connection.offer(),
        commitmentOf(session.info, connection.secret),
      ]);
      const body = { connection: connection.id, sdp, commit, about: call.about };
      return await envelopes.seal(ANYBODY, ANYBODY, { kind: "client-offer", body });
    },
    isOpen: () => !isClosed() && room.stay.delivery.isOpen(),
    // After a restart of the server all of them come anew.
    isSettled: () => room.members.list().every(({ peer }) => peer.presence() === "here"),
    signal,
  });
  const follow = followSocket(socket, (frame) => {
    if (OFFERED.test(frame)) standing.handedOut();
    if (UNKNOWN.test(frame)) standing.stop();
  }, signal);

  function poll(): void {
    // It hears of an unknown message before the first one is left.
    follow();
    standing.look();
    later(LOOK_MS, poll, signal);
  }

  options.onNetwork(standing.renew, signal);
  poll();
  return standing;
}

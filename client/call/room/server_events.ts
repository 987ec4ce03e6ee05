import type { ServerMessage } from "../../../protocol/mod.ts";
import type { EarlyGathering } from "../connection/early_gathering.ts";
import type { IceServers } from "../connection/ice_servers.ts";
import type { PreparedConnection } from "../connection/prepared_connection.ts";
import type { ForwardedMessage } from "../messages/peer_channel.ts";
import type { Members } from "./members.ts";

/** Options of {@link serverEvents}. */
export interface ServerEventsOptions {
  /** Id of this page. */
  readonly me: string;
  /** True if the page was reloaded: the others may still hold what it has lost. */
  readonly returning: boolean;
  readonly members: Pick<Members, "ensure" | "get" | "list">;
  readonly iceServers: Pick<IceServers, "take">;
  readonly early: Pick<EarlyGathering, "gather">;
  readonly prepared: Pick<PreparedConnection, "renew">;
  /** Told of a member that is about to write. */
  readonly expect: (id: string) => void;
  /** Takes a sealed message of another member. */
  readonly receive: (message: Omit<ForwardedMessage, "type">) => void;
}

/** Messages of the server, as they are applied to the room. */
export function serverEvents(options: ServerEventsOptions): (message: ServerMessage) => void {
  const { me, members, iceServers, early, prepared, expect, receive } = options;

  function welcome(message: Extract<ServerMessage, { type: "welcome" }>): void {
    iceServers.take(message);
    // Whoever has left an offer is answered first.
    if (message.offers) early.gather();
    // The connection that was prepared before the first welcome knows no relay.
    if (message.iceServers.length > 0) prepared.renew(!!message.offers);
    for (const { peer } of members.list()) {
      if (message.members.includes(peer.id)) continue;
      peer.setPresence(message.away?.includes(peer.id) ? "away" : "left");
    }
    for (const id of message.members) {
      expect(id);
      const anew = options.returning && !members.get(id);
      const peer = members.ensure(id);
      const sealed = message.offers?.find(({ from }) => from === id)?.sealed;
      if (anew && me > id) peer?.reconnect();
      else if (anew || !sealed) peer?.connectIfNeeded();
      else {
        peer?.connectIfNeeded(false);
        receive({ kind: "client-offer", from: id, to: "*", sealed });
      }
    }
  }

  return (message) => {
    switch (message.type) {
      case "welcome":
        return welcome(message);
      case "client-call":
        if (message.from === me) return;
        expect(message.from);
        return message.to
          ? members.ensure(message.from)?.reconnect()
          : members.ensure(message.from)?.connectIfNeeded(message.offered);
      case "client-offer":
      case "client-answer":
      case "client-candidate": {
        const { type: kind, from, sealed } = message;
        return receive({ kind, from, to: me, sealed });
      }
      case "client-leave":
        return members.get(message.from)?.setPresence("left");
      case "client-away":
        return members.get(message.from)?.setPresence("away");
      case "refused":
        if (message.code !== "no_such_peer" || !message.to) return;
        return members.get(message.to)?.setPresence("left");
      case "ice":
        return iceServers.take(message);
      case "beat":
      case "draining":
        return;
    }
    message satisfies never;
  };
}

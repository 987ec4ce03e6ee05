import type { AudienceMessage, Ice, Refusal, ServerMessage } from "../../protocol/mod.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Forwarded } from "../cluster/notices.ts";
import type { Meter } from "../metrics/metrics.ts";
import type { Mail } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";
import type { WatchedRoomEvent } from "../room/watched_room.ts";
import type { Session } from "../room/session.ts";
import type { Seats } from "./seats.ts";

/** Options of {@link openDelivery}. */
export interface DeliveryOptions {
  readonly rooms: Rooms;
  readonly seats: Seats;
  readonly cluster: Cluster | null;
  readonly meter: Meter;
}

/** Sends what rooms decide, and counts it. */
export interface Delivery {
  /** Applies an event of a member to its room, and sends the mail that follows. */
  apply(room: string, from: string, event: WatchedRoomEvent): void;
  /** Tells the reason to a session, and closes it. */
  dismiss(session: Session, code: Refusal, close: number): void;
  sendIce(session: Session, ice: Ice, trigger: "request" | "issuer"): void;
}

/** Delivery to the sessions here, and by the cluster to the other isolates. */
export function openDelivery({ rooms, seats, cluster, meter }: DeliveryOptions): Delivery {
  function deliver(room: string, { to, message }: Mail): void {
    const session = seats.get(room, to);
    if (message.type === "refused") meter.add("refused", message.code);
    if (message.type === "welcome") meter.add("standing", "", message.offers?.length ?? 0);
    if (session) session.send(message);
    // Arrivals and leaves are told by each isolate to its own members.
    else if (isForwarded(message)) cluster?.mail(room, to, message);
  }

  return {
    apply(room, from, event) {
      for (const mail of rooms.apply(room, from, event)) deliver(room, mail);
    },
    dismiss(session, code, close) {
      meter.add("refused", code);
      session.send({ type: "refused", code });
      session.close(close);
    },
    sendIce(session, ice, trigger) {
      meter.add("ice", trigger);
      session.send({ type: "ice", ...ice });
    },
  };
}

/** True if a message is for one member alone, wherever it sits. */
function isForwarded(message: ServerMessage | AudienceMessage): message is Forwarded {
  switch (message.type) {
    case "client-offer":
    case "client-answer":
    case "client-candidate":
      return true;
    case "client-call":
      return message.to !== undefined;
    case "audience":
    case "beat":
    case "client-away":
    case "client-leave":
    case "draining":
    case "ice":
    case "refused":
    case "welcome":
      return false;
  }
}

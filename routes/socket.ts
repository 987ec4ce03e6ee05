import type { Context } from "hono";
import { IDLE_S, SUBPROTOCOL } from "../protocol/mod.ts";
import { type Clock, systemClock } from "../signaling/clock.ts";
import type { Hub } from "../signaling/hub/hub.ts";
import type { Socket } from "../signaling/room/session.ts";
import type { ConnectionLimits } from "./limits/connection_limits.ts";
import { type OriginRules, shakeHands } from "./handshake.ts";
import { type Readiness, refusalOf } from "./readiness.ts";
import { problem } from "./security.ts";

/** Milliseconds that a socket may take to open, once it was promised. */
const OPENING_MS = 5000;

/** Options of the socket's route. */
export interface SocketRoute extends Readiness {
  readonly hub: Hub;
  readonly connections: ConnectionLimits;
  readonly origins: OriginRules;
  readonly upgrade?: typeof Deno.upgradeWebSocket;
  readonly clock?: Clock;
}

/** `GET /ws/<room id>`: joining a room is the upgrade (RFC 6455). */
export async function joinBySocket(
  c: Context,
  route: SocketRoute,
  address: string,
): Promise<Response> {
  const { hub, connections } = route;
  // First, so that a plain request hears it too: a page cannot read what refuses its upgrade.
  const first = full(route, address);
  if (first) return first;
  const hands = await shakeHands(c.req.raw, c.req.param("room") ?? "", route.origins);
  if (!hands.ok) return hands.response;
  switch (connections.admit(address, hands.room)) {
    case "too_many":
      return problem(503, "overloaded", { "retry-after": "10" });
    case "too_many_from_address":
      return problem(429, "too_many_from_address", { "retry-after": "10" });
    case null:
  }
  const upgrade = route.upgrade ?? Deno.upgradeWebSocket;
  const { socket, response } = upgrade(c.req.raw, { protocol: SUBPROTOCOL, idleTimeout: IDLE_S });
  const opened: Socket = socket;
  // Counted from here on, so that sockets that come at once keep the limit.
  const leave = connections.enter(address, hands.room);
  const waiting = new AbortController();
  // Of a client that is gone before it has the answer the socket tells nothing, ever.
  (route.clock ?? systemClock).later(OPENING_MS, leave, waiting.signal);
  socket.addEventListener("open", () => {
    waiting.abort();
    const viewer = c.req.query("watch") === "1";
    hub.enter(hands.room, hands.member, opened, { viewer, onEnd: leave });
  }, { once: true });
  return response;
}

/** Response that refuses every newcomer; null while they are let in. */
function full(route: SocketRoute, address: string): Response | null {
  switch (refusalOf(route)) {
    case "draining":
      return problem(503, "restarting", { "retry-after": "1" });
    case "memory":
    case "max_conns":
      return problem(503, "overloaded", { "retry-after": "10" });
    case null:
  }
  switch (route.connections.check(address)) {
    case "too_many":
      return problem(503, "overloaded", { "retry-after": "10" });
    case "too_many_from_address":
      return problem(429, "too_many_from_address", { "retry-after": "10" });
    case null:
      return null;
  }
}

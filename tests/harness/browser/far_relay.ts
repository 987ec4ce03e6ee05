import { loopbackTurn } from "../loopback_turn.ts";
import { delayUdp } from "./delayed_way.ts";
import { serve, type Server } from "./server.ts";

/** Serves calls with a coturn on the way to which every datagram takes so many milliseconds. */
export async function serveWithFarRelay(oneWayMs: number): Promise<Server> {
  const turn = await loopbackTurn();
  const port = Number(/turn:127\.0\.0\.1:(\d+)/.exec(turn.env["TURN_URLS"] ?? "")?.[1]);
  const way = await delayUdp(port, oneWayMs, 0);
  const server = await serve({
    ...turn.env,
    TURN_URLS: `turn:127.0.0.1:${way.port}?transport=udp`,
  });
  return {
    ...server,
    async stop(signal) {
      const status = await server.stop(signal);
      await way[Symbol.asyncDispose]();
      await turn[Symbol.asyncDispose]();
      return status;
    },
  };
}

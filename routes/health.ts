import type { Hub } from "../signaling/hub.ts";

/** `GET /healthz`: counts, for whoever watches the process; 503 while it goes away. */
export function health(hub: Hub): Response {
  const body = {
    status: hub.draining ? "draining" : "ok",
    sockets: hub.sockets,
    rooms: hub.rooms,
  };
  return new Response(JSON.stringify(body), {
    status: hub.draining ? 503 : 200,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}

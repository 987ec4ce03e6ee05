import { timingSafeEqual } from "node:crypto";
import type { Hub } from "../signaling/hub.ts";
import { isLoopback } from "../signaling/address.ts";
import type { Meter } from "../signaling/metrics.ts";
import { problem } from "./security.ts";

/** What tells of the state of the service. */
export interface HealthOptions {
  readonly hub: Hub;
  readonly meter: Meter;
  /** Why isolates do not reach each other, in words; null when they do. */
  readonly trouble: () => string | null;
  /** The bearer token for `/metrics`; null: only from this machine, and not through a proxy. */
  readonly metricsToken: string | null;
}

/**
 * `GET /healthz`: for whoever watches the process. 503 while it goes away; without its bus it is
 * degraded, with 200: rooms within one isolate work, and a restart would only end them.
 */
export function health({ hub, meter, trouble }: HealthOptions): Response {
  const why = trouble();
  const body = {
    status: hub.draining ? "draining" : why === null ? "ok" : "degraded",
    ...(why === null ? {} : { why }),
    sockets: meter.read("sockets", ""),
    rooms: meter.read("rooms", ""),
  };
  return new Response(JSON.stringify(body), {
    status: hub.draining ? 503 : 200,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}

/** `GET /metrics`: counts of all isolates in the text format of Prometheus. */
export function metrics(options: HealthOptions, request: Request, address: string): Response {
  if (!allowed(options.metricsToken, request.headers, address)) return problem(404, "not_found");
  return new Response(options.meter.render(), {
    headers: { "content-type": "text/plain; version=0.0.4", "cache-control": "no-store" },
  });
}

function allowed(token: string | null, headers: Headers, address: string): boolean {
  if (token === null) {
    const forwarded = headers.has("forwarded") || headers.has("x-forwarded-for");
    return isLoopback(address) && !forwarded;
  }
  const encoder = new TextEncoder();
  const given = encoder.encode(headers.get("authorization") ?? "");
  const wanted = encoder.encode(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

import { timingSafeEqual } from "node:crypto";
import { isLoopback, type Range } from "../signaling/ip_address.ts";
import type { Meter } from "../signaling/metrics/metrics.ts";
import { type Readiness, type Refusal, refusalOf } from "./readiness.ts";
import { problem } from "./security.ts";

/** State of the service, and who may read its counts. */
export interface HealthOptions extends Readiness {
  readonly meter: Meter;
  /** Why isolates do not reach each other, in words; null when they do. */
  readonly trouble: () => string | null;
  /** The bearer token for `/metrics`; null: only from this machine, and not through a proxy. */
  readonly metricsToken: string | null;
  /** Proxies that are believed; where there are any, `/metrics` needs a token. */
  readonly trusted: readonly Range[];
}

/**
 * `GET /healthz`: readiness, for proxies and people. 503 and `refuses` while newcomers are refused;
 * open sockets are served on. Without its bus the process is degraded, with 200: rooms within one
 * isolate work, and a restart would only end them.
 */
export function health(options: HealthOptions): Response {
  const { meter, trouble } = options;
  const refuses = refusalOf(options);
  const why = trouble();
  const body = {
    status: statusOf(refuses, why),
    ...(refuses === null ? {} : { refuses }),
    ...(why === null ? {} : { why }),
    sockets: meter.read("sockets", ""),
    rooms: meter.read("rooms", ""),
  };
  return new Response(JSON.stringify(body), {
    status: refuses === null ? 200 : 503,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}

/** The state in one word: `draining`, `full`, `degraded` or `ok`. */
function statusOf(refuses: Refusal | null, why: string | null): string {
  switch (refuses) {
    case "draining":
      return "draining";
    case "memory":
    case "max_conns":
      return "full";
    case null:
      return why === null ? "ok" : "degraded";
  }
}

/** `GET /metrics`: counts of all isolates in the text format of Prometheus. */
export function metrics(options: HealthOptions, request: Request, address: string): Response {
  const { metricsToken, trusted } = options;
  const given = metricsToken === null
    ? trusted.length === 0 && isLoopback(address) && isDirect(request)
    : bears(metricsToken, request.headers);
  if (!given) return problem(404, "not_found");
  return new Response(options.meter.render(), {
    headers: { "content-type": "text/plain; version=0.0.4", "cache-control": "no-store" },
  });
}

/** Headers that proxies add (RFC 7239, RFC 9110 §7.6.3, and custom). */
const FORWARDING = /^(?:forwarded|via|x-real-ip|x-forwarded-.*)$/;

/**
 * True if no proxy of this machine seems to have passed the request on: it names this machine, says
 * nothing of another, and keeps the connection, which nginx as installed does not.
 */
function isDirect({ headers, url }: Request): boolean {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
  return (host === "localhost" || isLoopback(host)) &&
    headers.get("connection")?.toLowerCase() !== "close" &&
    ![...headers.keys()].some((name) => FORWARDING.test(name));
}

function bears(token: string, headers: Headers): boolean {
  const encoder = new TextEncoder();
  const given = encoder.encode(headers.get("authorization") ?? "");
  const wanted = encoder.encode(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

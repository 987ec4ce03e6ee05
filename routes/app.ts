import { type Context, Hono } from "hono";
import { ENDPOINT_KINDS } from "../protocol/endpoint.ts";
import { MAX_REQUEST } from "../protocol/limits.ts";
import { LISTING_PATH, WORKER_PATH } from "../protocol/listing.ts";
import type { Hub } from "../signaling/hub/hub.ts";
import { kindOf, type Log } from "../signaling/log.ts";
import { STATUSES } from "../signaling/metrics/families.ts";
import { type Asset, serveAsset, type Site } from "./assets.ts";
import type { ConnectionLimits } from "./limits/connection_limits.ts";
import type { OriginRules } from "./handshake.ts";
import { health, type HealthOptions, metrics } from "./health.ts";
import { serveFixed } from "./page.ts";
import { type Policy, problem, protect } from "./security.ts";
import { joinBySocket, type SocketRoute } from "./socket.ts";
import { endpointCors, endpointRoutes } from "./endpoint.ts";
import { sourceOf } from "./client_address.ts";

/** Options of the routes. */
export interface AppOptions extends HealthOptions {
  readonly hub: Hub;
  readonly connections: ConnectionLimits;
  readonly policy: Policy & { readonly origins: OriginRules };
  readonly publicHosts: readonly string[];
  readonly sites: Sites;
  readonly sockets?: Pick<SocketRoute, "clock" | "upgrade">;
  readonly log: Log;
}

/** Builds of the page. */
export interface Sites {
  /** The build that is served. Read at every request: `dev` replaces it. */
  readonly current: () => Site;
  /** Files of other builds, for pages that are not of this one. */
  readonly kept: (name: string) => Promise<Asset | null>;
}

const IMMUTABLE = "public, max-age=31536000, immutable";
/**
 * Answers to what was the client's fault; an address is told why only so often. Not 403 and 426:
 * pages hear these when they ask what keeps their socket from opening, all of an office at once.
 */
const FAULTS = new Set([400, 401, 404, 405, 412, 413, 414, 415, 421, 428]);

/** All routes. The handler never rejects, whatever comes. */
export function createApp(options: AppOptions): (
  request: Request,
  info: { readonly remoteAddr: Deno.Addr },
) => Promise<Response> {
  const app = new Hono<
    { Bindings: { remoteAddr: Deno.Addr }; Variables: { source: string } }
  >();
  const { policy, publicHosts, connections, sites, meter, log } = options;

  app.use(protect(policy));
  for (const kind of ENDPOINT_KINDS) app.use(`/${kind}/*`, endpointCors);
  app.use(async (c, next) => {
    const peer = addressOf(c.env.remoteAddr);
    const source = sourceOf(peer, c.req.raw.headers, options.trusted);
    c.set("source", source);
    await next();
    if (FAULTS.has(c.res.status) && !connections.countFault(source)) {
      // Hono would keep the headers of the answer before.
      c.res = undefined;
      c.res = problem(429, "rate_limited", { "retry-after": "60" });
    }
    const status = STATUSES.find((one) => one === `${c.res.status}`);
    if (status) meter.add("http", status);
  });
  app.use(async (c, next) => {
    // Probes name the process by any address, or by none.
    if (c.req.path === "/healthz") return await next();
    const refusal = await refuse(c.req.raw, publicHosts);
    if (!refusal) await next();
    return refusal ?? undefined;
  });

  app.get("/", (c) => serveFixed(sites.current().page, c.req.raw));
  app.get(WORKER_PATH, (c) => serveFixed(sites.current().kept?.worker, c.req.raw));
  app.get(LISTING_PATH, (c) => serveFixed(sites.current().kept?.listing, c.req.raw));
  app.get("/assets/:name", async (c) => {
    const name = c.req.param("name");
    const asset: Asset | null = sites.current().assets.get(name) ?? await sites.kept(name);
    return asset ? serveAsset(asset, c.req.raw, IMMUTABLE) : problem(404, "not_found");
  });
  app.get("/healthz", () => health(options));
  app.get("/metrics", (c) => metrics(options, c.req.raw, addressOf(c.env.remoteAddr)));
  const route = socketRoute(options);
  // A page whose socket does not open asks by POST, which carries its origin.
  app.on(["GET", "POST"], "/ws/:room", (c) => joinBySocket(c, route, c.get("source")));
  for (const path of ["/", WORKER_PATH, LISTING_PATH, "/assets/:name", "/healthz", "/metrics"]) {
    app.all(path, () => problem(405, "method_not_allowed", { allow: "GET, HEAD" }));
  }
  app.all("/ws/:room", () => problem(405, "method_not_allowed", { allow: "GET, HEAD, POST" }));
  for (const kind of ENDPOINT_KINDS) app.route(`/${kind}`, endpointRoutes(options, kind));
  app.notFound(({ req }) => {
    const wantsPage = req.method === "GET" && req.header("accept")?.includes("text/html");
    return (wantsPage ? wayHome(sites.current()) : null) ?? problem(404, "not_found");
  });
  app.onError((fault: Error, _c: Context) => {
    log({ level: "error", event: "route_error", detail: kindOf(fault) });
    return problem(500, "internal");
  });
  const fallback = new Hono().use(protect(policy)).all(
    "*",
    () => problem(400, "bad_request"),
  );

  return async (request, info) => {
    try {
      return await app.fetch(request, { remoteAddr: info.remoteAddr });
    } catch {
      // The URL itself cannot be read, for instance with a Host that is none.
      return await fallback.fetch(new Request("http://invalid/"));
    }
  };
}

/** Refuses a request for another host, or one that is too large; null lets it through. */
async function refuse(request: Request, publicHosts: readonly string[]): Promise<Response | null> {
  const { headers, url } = request;
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? "";
  // RFC 9112 §3.2.2: what a request target names goes before Host; HTTP/2 has only that.
  const host = headers.get("host")?.toLowerCase() ?? authority;
  if (!URL.canParse(url)) return problem(400, "bad_request");
  if (host !== authority || (publicHosts.length > 0 && !publicHosts.includes(host))) {
    return problem(421, "misdirected_request");
  }
  if (url.length > MAX_REQUEST.url) return problem(414, "uri_too_long");
  return await tooLarge(request) ? problem(413, "content_too_large") : null;
}

function socketRoute(options: AppOptions): SocketRoute {
  const { hub, connections, policy: { origins }, memoryIsShort, sockets } = options;
  return { hub, connections, origins, memoryIsShort, ...sockets };
}

/** A page for people at a path that leads nowhere, such as `/team` as other products have it. */
function wayHome({ assets }: Site): Response | null {
  const [, page] = [...assets].find(([name]) => name.startsWith("not_found-")) ?? [];
  if (!page) return null;
  return new Response(page.identity, { status: 404, headers: { "content-type": page.type } });
}

function addressOf(address: Deno.Addr): string {
  return "hostname" in address ? address.hostname : "";
}

/**
 * Nothing here takes a body; a large one is refused before it is all there. The routes of endpoints
 * read theirs.
 */
async function tooLarge(request: Request): Promise<boolean> {
  const [, first = ""] = new URL(request.url).pathname.split("/");
  if (ENDPOINT_KINDS.some((kind) => kind === first)) return false;
  if (Number(request.headers.get("content-length") ?? 0) > MAX_REQUEST.body) return true;
  if (!request.body) return false;
  let size = 0;
  try {
    for await (const chunk of request.body) {
      size += chunk.length;
      if (size > MAX_REQUEST.body) return true;
    }
  } catch {
    // Broken off by the client: no answer would reach it.
  }
  return false;
}

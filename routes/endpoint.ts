import { type Context, Hono, type MiddlewareHandler } from "hono";
import {
  type EndpointKind,
  type EndpointRefusal,
  type IceServer,
  ID,
  MAX_ENDPOINT_SDP_CHARS,
  MAX_REQUEST,
  TOKEN,
} from "../protocol/mod.ts";
import type { EndpointReply } from "../signaling/endpoint/endpoint_notices.ts";
import type { Hub } from "../signaling/hub/hub.ts";
import { ufragOf } from "../signaling/endpoint/endpoints.ts";
import { parseAddress } from "../signaling/ip_address.ts";
import { endpointTopic, idOf } from "../signaling/room/member_token.ts";
import { type Readiness, refusalOf } from "./readiness.ts";
import { problem } from "./security.ts";

/** Options of the routes of an endpoint. */
export interface EndpointRoute extends Readiness {
  readonly hub: Pick<Hub, "draining" | "endpoints" | "ice">;
}

type Env = { Variables: { source: string } };

const METHODS = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";
/** Clients are pages of any origin, too (WHATWG Fetch §3.3); no cookie is ever asked for. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": METHODS,
  // One client learns from the methods whether it may send candidates, and so has to see them.
  "access-control-expose-headers":
    "Accept-Post, Access-Control-Allow-Methods, ETag, Link, Location, Retry-After",
};
const PREFLIGHT = {
  "accept-post": "application/sdp",
  "access-control-allow-headers": "Authorization, Content-Type, ETag, If-Match",
  "access-control-max-age": "600",
};

/** Lets pages of any origin read every answer, those of the limits included. */
export const endpointCors: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(CORS)) c.res.headers.set(name, value);
};

/**
 * `/studio/<id>` and `/watch/<id>`: the endpoints for publishers (WHIP, RFC 9725) and for players
 * (WHEP, draft-ietf-wish-whep), answered by a page of a call.
 */
export function endpointRoutes(route: EndpointRoute, kind: EndpointKind): Hono<Env> {
  const app = new Hono<Env>();
  const [all, one] = ["/:endpoint", "/:endpoint/:session"];
  for (const path of [all, one]) {
    app.use(path, async (c, next) => {
      const ids = [endpointOf(c), c.req.param("session")].filter((id) => id !== undefined);
      if (!ids.every((id) => ID.test(id))) return problem(404, "not_found");
      return await next();
    });
    app.options(path, () => new Response(null, { status: 200, headers: PREFLIGHT }));
    // A player may ask by HEAD what it is (draft-ietf-wish-whep §4.1).
    app.get(
      path,
      () =>
        kind === "watch"
          ? new Response("", { headers: { ...PREFLIGHT, "content-type": "application/sdp" } })
          : new Response(null, { status: 204, headers: PREFLIGHT }),
    );
  }
  app.post(all, async (c) => await open(c, route, kind));
  app.patch(one, async (c) => await addCandidates(c, route, kind));
  app.delete(one, async (c) => {
    const topic = await topicFor(c, kind);
    if (topic instanceof Response) return topic;
    const reply = await route.hub.endpoints.ask(topic, { act: "end", session: sessionOf(c) });
    return reply.is === "done"
      ? new Response(null, { status: 200 })
      : problem(404, "no_such_session");
  });
  for (const path of [all, one]) {
    app.all(path, () => problem(405, "method_not_allowed", { allow: METHODS }));
  }
  return app;
}

const endpointOf = (c: Context) => c.req.param("endpoint") ?? "";
const sessionOf = (c: Context) => c.req.param("session") ?? "";

/** Topic behind the endpoint of this address; or the answer that refuses the token. */
async function topicFor(c: Context, kind: EndpointKind): Promise<string | Response> {
  const [, token = ""] = /^bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (!TOKEN.test(token)) {
    return problem(401, "token_missing", { "www-authenticate": `Bearer realm="${kind}"` });
  }
  if (await idOf(token) !== endpointOf(c)) return problem(403, "bad_token");
  return await endpointTopic(kind, token);
}

/** POST: an offer for the page that listens. */
async function open(c: Context, route: EndpointRoute, kind: EndpointKind): Promise<Response> {
  const refusal = refusalOf(route);
  if (refusal === "draining") return problem(503, "restarting", { "retry-after": "1" });
  if (refusal === "memory") return problem(503, "overloaded", { "retry-after": "10" });
  const topic = await topicFor(c, kind);
  if (topic instanceof Response) return topic;
  if (!isType(c, "application/sdp")) return problem(415, "unsupported_media_type");
  const sdp = await readText(c.req.raw, MAX_ENDPOINT_SDP_CHARS);
  if (sdp === null) return problem(413, "content_too_large");
  if (!isOffer(sdp)) return problem(422, "bad_offer");
  if (kind === "studio" && !/^m=video /m.test(sdp)) return problem(422, "no_picture");
  const source: string = c.get("source");
  const address = parseAddress(source) === null ? {} : { address: source };
  const reply = await route.hub.endpoints.ask(topic, { act: "offer", sdp, ...address });
  if (reply.is !== "answered") return refusedOffer(reply);
  const { session } = reply;
  const { now } = route.hub.ice(topic, session);
  const link = linkOf(now.iceServers, c.req.header("origin") !== undefined);
  return new Response(reply.sdp, {
    status: 201,
    headers: {
      "content-type": "application/sdp",
      "cache-control": "no-store",
      location: `/${kind}/${endpointOf(c)}/${session}`,
      etag: `"${session}"`,
      ...(link ? { link } : {}),
    },
  });
}

function refusedOffer(reply: Exclude<EndpointReply, { is: "answered" }>): Response {
  switch (reply.is) {
    case "refused":
      return refusedBy(reply.code);
    case "unknown":
      return problem(404, "nobody_listens");
    case "silent":
    case "done":
    case "restart":
      return problem(504, "no_answer");
  }
}

function refusedBy(code: EndpointRefusal): Response {
  switch (code) {
    case "streaming":
      return problem(409, "streaming");
    case "codec":
      return problem(422, "no_codec");
    case "sharing":
      return problem(409, "screen_shared");
    case "locked":
      return problem(403, "locked");
    case "full":
      return problem(503, "full", { "retry-after": "10" });
    case "failed":
      return problem(504, "no_answer");
  }
}

/** PATCH: candidates that were found since (RFC 9725 §4.3.1); no ICE restart. */
async function addCandidates(
  c: Context,
  route: EndpointRoute,
  kind: EndpointKind,
): Promise<Response> {
  const topic = await topicFor(c, kind);
  if (topic instanceof Response) return topic;
  if (!isType(c, "application/trickle-ice-sdpfrag")) return problem(415, "unsupported_media_type");
  // One client names the tag by the header that gave it.
  const tag = c.req.header("if-match") ?? c.req.header("etag");
  const session = sessionOf(c);
  // A player, whip-whep, names none: without ICE restarts, the address says the same.
  if (tag === undefined && kind === "studio") return problem(428, "precondition_required");
  if (tag === "*") return problem(422, "no_ice_restart");
  if (tag !== undefined && tag !== `"${session}"`) return problem(412, "precondition_failed");
  const sdp = await readText(c.req.raw, MAX_REQUEST.body);
  if (sdp === null) return problem(413, "content_too_large");
  const ufrag = ufragOf(sdp);
  const request = { act: "candidates", session, sdp, ...(ufrag ? { ufrag } : {}) } as const;
  const { is } = await route.hub.endpoints.ask(topic, request);
  if (is === "done") return new Response(null, { status: 204 });
  return is === "restart" ? problem(422, "no_ice_restart") : problem(404, "no_such_session");
}

function isType(c: Context, type: string): boolean {
  return c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() === type;
}

/** Body as text; null if it is larger than so many bytes. */
async function readText(request: Request, max: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > max) return null;
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length;
      if (size > max) return null;
      text += decoder.decode(chunk, { stream: true });
    }
  } catch {
    // Broken off by the client: no answer would reach it.
  }
  return text;
}

/**
 * True for an offer of at most one sound and one picture (RFC 9725 §4.4), encrypted, in a size that
 * no page is troubled by.
 */
function isOffer(sdp: string): boolean {
  if (!/^v=0\r?\n/.test(sdp) || !/^a=fingerprint:/m.test(sdp) || !ufragOf(sdp)) return false;
  const media = [...sdp.matchAll(/^m=(\w+) /gm)].map(([, kind]) => kind);
  const isKnown = media.every((kind) => kind === "audio" || kind === "video");
  return isKnown && media.length > 0 && new Set(media).size === media.length;
}

/**
 * ICE servers for the client as one header, the relays by `turn:` first: OBS splits it at commas,
 * tolerates no blank after them, reads the first header alone and knows no `turns:`. A client in a
 * page, whip-whep, takes links for several only if there are blanks between them.
 */
export function linkOf(servers: readonly IceServer[], isPage = false): string {
  const links = servers.flatMap(({ urls, username, credential }) =>
    urls.map((url) => {
      const login = username === undefined || credential === undefined
        ? ""
        : `; username=${quoted(username)}; credential=${quoted(credential)}` +
          '; credential-type="password"';
      return { rank: RANKS.findIndex((scheme) => url.startsWith(scheme)), url, login };
    })
  ).filter(({ url }) => /^[\x21-\x7e]+$/.test(url) && !/[<>,"]/.test(url));
  return links.sort((a, b) => a.rank - b.rank)
    .map(({ url, login }) => `<${url}>; rel="ice-server"${login}`).join(isPage ? ", " : ",");
}

const RANKS = ["turn:", "stun:", "turns:"];
const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&").replace(/[^\x20-\x7e]/g, "")}"`;

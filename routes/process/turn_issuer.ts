import { type IceServer, MAX_ICE_SERVERS } from "../../protocol/mod.ts";
import { integer, list, object, optional, type Shape, text } from "../../protocol/shape.ts";
import type { Clock } from "../../signaling/clock.ts";
import { whyRefused } from "../../signaling/turn/ice_url.ts";
import type { Answer } from "../../signaling/turn/issued_credentials.ts";
import { TURN_TTL_S } from "../../signaling/turn/credentials.ts";

/** Options of {@link askIssuer}. */
export interface IssuerOptions {
  readonly url: string;
  readonly token: string;
  readonly clock: Pick<Clock, "later">;
  readonly signal: AbortSignal;
}

/** Milliseconds that an issuer may take. */
export const ISSUER_TIMEOUT_MS = 5000;

/** Anything that is a URL or a list of them, as W3C WebRTC §4.2.4 allows. */
const urls: Shape<readonly string[]> = (value) =>
  list(text(512), 64)(typeof value === "string" ? [value] : value);
const server = object({
  urls,
  username: optional(text(512)),
  credential: optional(text(512)),
});
/** Cloudflare's older answer has one server where the newer one has a list. */
const servers: Shape<readonly IceServer[]> = (value) =>
  list(server, 64)(Array.isArray(value) ? value : [value]);
const ttl = optional(integer(60, 1e9));
/** Answer of Cloudflare, and of issuers that answer likewise. */
const listed = object({ iceServers: servers, ttl });
/** The answer of draft-uberti-behave-turn-rest-00 §2.2. */
const draft = object({ username: text(512), password: text(512), uris: list(text(512), 64), ttl });

/**
 * Asks an issuer for credentials: a POST with a bearer token and the wished lifetime, which is
 * Cloudflare's interface (`…/turn/keys/<key id>/credentials/generate-ice-servers`).
 */
export async function askIssuer(options: IssuerOptions): Promise<Answer> {
  const over = new AbortController();
  const wait = new AbortController();
  const stop = () => over.abort();
  options.signal.addEventListener("abort", stop, { signal: wait.signal });
  options.clock.later(ISSUER_TIMEOUT_MS, stop, wait.signal);
  try {
    const response = await fetch(options.url, {
      method: "POST",
      headers: { authorization: `Bearer ${options.token}`, "content-type": "application/json" },
      body: JSON.stringify({ ttl: TURN_TTL_S }),
      // The token is for this address and no other.
      redirect: "manual",
      signal: over.signal,
    });
    const body = await response.text();
    if (!response.ok) return { ok: false, why: `the TURN issuer answers ${response.status}` };
    return read(body) ?? { ok: false, why: "the TURN issuer answers something else" };
  } catch {
    const why = over.signal.aborted ? "does not answer in time" : "cannot be reached";
    return { ok: false, why: `the TURN issuer ${why}` };
  } finally {
    wait.abort();
  }
}

function read(body: string): Answer | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  const one = listed(value);
  const other = draft(value);
  const found = one?.iceServers ??
    (other && [{ urls: other.uris, username: other.username, credential: other.password }]);
  const usable = found?.flatMap(trimmed).slice(0, MAX_ICE_SERVERS) ?? [];
  if (!usable.some(({ credential }) => credential !== undefined)) return null;
  return { ok: true, servers: usable, ttl: Math.min(one?.ttl ?? other?.ttl ?? TURN_TTL_S, 86_400) };
}

/** The part of a server that no browser throws at. */
function trimmed(server: IceServer): readonly IceServer[] {
  const urls = server.urls
    .filter((url) => whyRefused(url) === null)
    .slice(0, MAX_ICE_SERVERS);
  return urls.length > 0 ? [{ ...server, urls }] : [];
}

import type { MiddlewareHandler } from "hono";

const policy = (signalUrl: string, ancestors: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...addresses(signalUrl)].join(" "),
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors.join(" ") || "'none'"}`,
    "require-trusted-types-for 'script'",
    "trusted-types rtc-worker rtc-effects",
  ].join("; ");

/** Where the socket goes, and where it is asked why that does not open. */
const addresses = (signalUrl: string) =>
  signalUrl ? [signalUrl, signalUrl.replace(/^http/, "ws")] : [];

const permissions = [
  ...[
    "camera",
    "microphone",
    "display-capture",
    "autoplay",
    "fullscreen",
    "speaker-selection",
    "screen-wake-lock",
    "picture-in-picture",
  ].map((feature) => `${feature}=(self)`),
  ...["geolocation", "usb", "serial", "hid", "payment", "browsing-topics"]
    .map((feature) => `${feature}=()`),
].join(", ");

const OPENER_POLICY = "cross-origin-opener-policy";

/** Headers of every response (W3C CSP 3, Trusted Types, Permissions Policy; WHATWG HTML). */
export const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": policy("", []),
  "permissions-policy": permissions,
  "referrer-policy": "no-referrer",
  [OPENER_POLICY]: "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex",
};

/** Options of {@link protect}. */
export interface Policy {
  /** Seconds of HSTS (RFC 6797), for this name alone; null: none. 0 takes back what was said. */
  readonly hsts: number | null;
  /** The origin of the signaling, when it is not the page's own; else empty. */
  readonly signalUrl: string;
  /** Origins whose pages may show this one in a frame (CSP 3 §6.4.2); empty: nobody's. */
  readonly frameAncestors: readonly string[];
  readonly origins: { readonly pageOrigins: readonly string[] };
}

/** Puts the headers on whatever the routes answer. */
export function protect(
  { hsts, signalUrl, frameAncestors, origins }: Policy,
): MiddlewareHandler {
  const headers = Object.entries({
    ...HEADERS,
    "content-security-policy": policy(signalUrl, frameAncestors),
    ...(hsts === null ? {} : { "strict-transport-security": `max-age=${hsts}` }),
    // X-Frame-Options knows no list of origins; where there is one, the policy alone decides.
  }).filter(([name]) => name !== "x-frame-options" || frameAncestors.length === 0);
  return async (c, next) => {
    // Read before: a request that was upgraded throws.
    const shared = readable(c.req.raw, origins.pageOrigins);
    const opened = isOpenedByPage(c.req.raw);
    await next();
    for (const [name, value] of [...headers, ...shared]) c.res.headers.set(name, value);
    if (!opened) c.res.headers.delete(OPENER_POLICY);
    // A cache tells documents apart that were asked for in both ways.
    const isDocument = /^text\/html/.test(c.res.headers.get("content-type") ?? "text/html");
    if (isDocument) c.res.headers.append("vary", "Sec-Fetch-Site");
  };
}

/**
 * False when the browser says that no page asked for this one: a typed address, a bookmark, a link
 * in another program (W3C Fetch Metadata §2.3). Then no page holds its window, and a process of its
 * own, which the opener policy takes 30 ms to begin, protects it from nobody.
 */
function isOpenedByPage({ headers }: Request): boolean {
  return headers.get("sec-fetch-site") !== "none";
}

/** Lets a page of a named origin read why its socket does not open (WHATWG Fetch §3.3). */
function readable({ headers, url }: Request, origins: readonly string[]) {
  const origin = headers.get("origin");
  if (!origin || !origins.includes(origin.toLowerCase()) || !url.includes("/ws/")) return [];
  return [
    ["access-control-allow-origin", origin],
    ["access-control-expose-headers", "retry-after"],
    ["vary", "origin"],
  ] as const;
}

/** An error as JSON: a code, and nothing of what was asked. */
export function problem(
  status: number,
  code: string,
  extra: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify({ error: code }), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...extra },
  });
}

import type { MiddlewareHandler } from "hono";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types rtc-worker",
].join("; ");

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
  ...["geolocation", "usb", "serial", "hid", "bluetooth", "payment", "browsing-topics"]
    .map((feature) => `${feature}=()`),
].join(", ");

/** Headers of every response (W3C CSP 3, Trusted Types, Permissions Policy; WHATWG HTML). */
export const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": policy,
  "permissions-policy": permissions,
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex",
};

/** RFC 6797; only where TLS is known to be here to stay, so never with a certificate of our own. */
export const HSTS = "max-age=31536000; includeSubDomains";

/** Puts the headers on whatever the routes answer. */
export function protect(hsts: boolean): MiddlewareHandler {
  const headers = Object.entries(
    hsts ? { ...HEADERS, "strict-transport-security": HSTS } : HEADERS,
  );
  return async (c, next) => {
    await next();
    for (const [name, value] of headers) c.res.headers.set(name, value);
  };
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

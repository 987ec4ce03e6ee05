import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { Identity } from "../certificate.ts";
import { type Finding, found, reason } from "./verdicts.ts";

const DAY = 86_400_000;
/** Days before the end at which renewal should have happened. */
const SOON = 14;

/** Whether a certificate is in date, belongs to its key, and names every public host. */
export function checkCertificate(
  { cert, key }: Identity,
  publicHosts: readonly string[],
  now: number,
): Finding[] {
  try {
    const certificate = new X509Certificate(cert);
    const [from, until] = [certificate.validFrom, certificate.validTo].map(Date.parse);
    const names = (certificate.subjectAltName ?? "").replace(/(?:DNS|IP Address):/g, "");
    const wrong = publicHosts.map(bare).filter((name) => !covers(certificate, name))
      .map((name) => found("tls_name", { name, names }));
    if (!certificate.checkPrivateKey(createPrivateKey(key))) wrong.push(found("tls_key"));
    const dates = { from: day(from), until: day(until) };
    if (until === undefined || until < now) return [...wrong, found("tls_expired", dates)];
    if (from === undefined || from > now) return [...wrong, found("tls_early", dates)];
    if (until < now + SOON * DAY) wrong.push(found("tls_soon", dates));
    return wrong.length > 0 ? wrong : [found("tls_ok", { names, ...dates })];
  } catch (fault) {
    return [found("tls_unreadable", { why: reason(fault) })];
  }
}

/** A host without its port and brackets. */
export function bare(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}

function covers(certificate: X509Certificate, name: string): boolean {
  if (isIP(name)) return certificate.checkIP(name) !== undefined;
  // Deno's checkHost knows no wildcards: one stands for the first label (RFC 6125 §6.4.3).
  const wild = name.replace(/^[^.]+/, "*");
  return [name, wild].some((one) => certificate.checkHost(one) !== undefined);
}

function day(time = NaN): string {
  return Number.isNaN(time) ? "?" : new Date(time).toISOString().slice(0, 10);
}

import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { ListenConfig } from "../../config.ts";
import type { Identity } from "../process/self_signed.ts";
import { type Finding, found, reason } from "./findings.ts";

const DAY_MS = 86_400_000;
/** Days before the end at which renewal should have happened. */
const SOON_DAYS = 14;

/** Checks that a certificate is in date, belongs to its key, and is for these names. */
export function checkCertificate(
  { cert, key }: Identity,
  names: readonly string[],
  now: number,
): Finding[] {
  try {
    const certificate = new X509Certificate(cert);
    const [from, until] = [certificate.validFrom, certificate.validTo].map(Date.parse);
    const named = (certificate.subjectAltName ?? "").replace(/(?:DNS|IP Address):/g, "");
    const wrong = names.filter((name) => !covers(certificate, name))
      .map((name) => found("tls_name", { name, names: named }));
    if (!certificate.checkPrivateKey(createPrivateKey(key))) wrong.push(found("tls_key"));
    const dates = { from: day(from), until: day(until) };
    if (until === undefined || until < now) return [...wrong, found("tls_expired", dates)];
    if (from === undefined || from > now) return [...wrong, found("tls_early", dates)];
    if (until < now + SOON_DAYS * DAY_MS) wrong.push(found("tls_soon", dates));
    return wrong.length > 0 ? wrong : [found("tls_ok", { names: named, ...dates })];
  } catch (fault) {
    return [found("tls_unreadable", { why: reason(fault) })];
  }
}

/** The names that people come by: the public hosts, or the address where there are none. */
export function namesFor(
  { host, publicHosts }: Pick<ListenConfig, "host" | "publicHosts">,
): string[] {
  const all = publicHosts.length > 0 ? publicHosts.map(bare) : [host];
  // Nobody types this machine's own name, or an address that stands for all.
  return all.filter((name) => !/^(?:localhost|127\..*|::1?|0\.0\.0\.0)$/.test(name));
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

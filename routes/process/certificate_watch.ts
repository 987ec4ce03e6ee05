import { X509Certificate } from "node:crypto";
import { kindOf, type Log } from "../../signaling/log.ts";
import type { Identity } from "./self_signed.ts";

const DAY_MS = 86_400_000;
/** Days before its end on which a certificate that is not renewed is logged. */
export const EXPIRY_WARNING_DAYS = 14;

/** Options of the certificate watch. */
export interface CertificateWatchOptions {
  /** Reads the certificate as it should be now; may reject. */
  readonly read: () => Promise<Identity>;
  /** The one that is shown at first. */
  readonly shown: Identity;
  /** Shows another one from now on. */
  readonly show: (fresh: Identity) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Gives a look at the certificate, to be taken again and again: one that was renewed is shown from
 * then on, and one that is about to end is logged, once a day. Never rejects.
 */
export function watchCertificate(options: CertificateWatchOptions): () => Promise<void> {
  const { read, show, now, log } = options;
  let shown = options.shown;
  let warned = -Infinity;

  function warn(): void {
    if (now() - warned < DAY_MS && now() >= warned) return;
    const days = Math.floor((endOf(shown) - now()) / DAY_MS);
    if (days >= EXPIRY_WARNING_DAYS) return;
    warned = now();
    if (days < 0) return log({ level: "error", event: "certificate_expired" });
    log({ level: "warn", event: "certificate_expires_soon", detail: "days left", count: days });
  }

  return async () => {
    try {
      const fresh = await read();
      if (fresh.cert !== shown.cert || fresh.key !== shown.key) {
        shown = fresh;
        warned = -Infinity;
        log({ level: "info", event: "certificate_renewed" });
        show(fresh);
      }
    } catch (fault) {
      // Half of a renewal, perhaps: the next look sees the whole.
      log({ level: "warn", event: "certificate_unreadable", detail: kindOf(fault) });
    }
    warn();
  };
}

/** Milliseconds since 1970 at which a certificate ends. */
export function endOf({ cert }: Identity): number {
  return Date.parse(new X509Certificate(cert).validTo);
}

import { X509Certificate } from "node:crypto";
import type { Addresses } from "./addresses.ts";

/** A certificate and its key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

const DAY = 86_400_000;
/** What Apple's platforms take at most (support.apple.com/103769). */
const DAYS = 397;

/**
 * The certificate kept in `folder`, or a new one when there is none, when it does not cover an
 * address, or when it ends within a day.
 */
export async function ownCertificate(
  folder: string,
  addresses: Addresses,
  now: Date,
): Promise<Identity> {
  const kept = await read(folder);
  if (kept && covers(kept.cert, addresses, now)) return kept;
  const made = await make(addresses, now);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  // The mode is set when the file comes into being: there is no moment when others can read it.
  for (const [name, text] of [["key.pem", made.key], ["cert.pem", made.cert]] as const) {
    await Deno.remove(`${folder}/${name}`).catch(() => {});
    await Deno.writeTextFile(`${folder}/${name}`, text, { mode: 0o600, createNew: true });
  }
  return made;
}

async function read(folder: string): Promise<Identity | null> {
  try {
    const [cert, key] = await Promise.all([
      Deno.readTextFile(`${folder}/cert.pem`),
      Deno.readTextFile(`${folder}/key.pem`),
    ]);
    return { cert, key };
  } catch {
    return null;
  }
}

/** Whether a certificate is in date for another day and names every address (RFC 5280 §4.2.1.6). */
export function covers(pem: string, { ips, names }: Addresses, now: Date): boolean {
  try {
    const certificate = new X509Certificate(pem);
    const from = Date.parse(certificate.validFrom);
    const until = Date.parse(certificate.validTo);
    return from <= now.getTime() && until > now.getTime() + DAY &&
      ips.every((ip) => certificate.checkIP(ip) !== undefined) &&
      names.every((name) => certificate.checkHost(name) !== undefined);
  } catch {
    return false;
  }
}

async function make({ ips, names }: Addresses, now: Date): Promise<Identity> {
  const { generate } = await import("selfsigned");
  const { cert, private: key } = await generate([{ name: "commonName", value: "Visavis" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now.getTime() - DAY),
    notAfterDate: new Date(now.getTime() + (DAYS - 1) * DAY),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...ips.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { cert, key };
}

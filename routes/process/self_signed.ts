import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Addresses } from "./addresses.ts";

/** A certificate and its key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Files of a certificate and its key. */
export interface IdentityFiles {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** Longest validity that Apple's platforms accept (support.apple.com/103769). */
const VALIDITY_DAYS = 397;
/** Addresses that a certificate holds, those of networks that this machine has left among them. */
const MAX_IPS = 24;
/** The name by which a certificate of `--lan` is known for one. */
const SUBJECT = "Visavis";

/** Where `--lan` keeps its certificate; nothing else in the folder is touched. */
export function lanFiles(folder: string): IdentityFiles {
  return { cert: `${folder}/lan-cert.pem`, key: `${folder}/lan-key.pem` };
}

/** Reads a certificate and its key; throws when they do not belong together. */
export async function readIdentity(files: IdentityFiles): Promise<Identity> {
  const [cert, key] = await Promise.all([
    Deno.readTextFile(files.cert),
    Deno.readTextFile(files.key),
  ]);
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new Error("TLS_KEY is not the key of TLS_CERT");
  }
  return { cert, key };
}

/**
 * The certificate kept in `folder`, or a new one when there is none, when it does not name the
 * first of the addresses, which phones are told, or when it ends within a day. A new one names the
 * IPv4 addresses of the old one, too: a phone is asked once for each network, not at each move.
 */
export async function lanCertificate(
  folder: string,
  { ips, names }: Addresses,
  now: Date,
): Promise<Identity> {
  const files = lanFiles(folder);
  const kept = await readIdentity(files).catch(() => null);
  if (kept && covers(kept.cert, { ips: ips.slice(0, 1), names: [] }, now)) return kept;
  const old = await certificateAt(files.cert);
  if (old && !/^CN=Visavis$/m.test(old.subject)) {
    throw new Error(`${files.cert} was not made by --lan: move it and its key away`);
  }
  const all = [...new Set([...ips, ...addressesOf(old)])].slice(0, MAX_IPS);
  const made = await make({ ips: all, names }, now);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await replace(files.key, made.key);
  await replace(files.cert, made.cert);
  return made;
}

/** Writes beside and renames, so that no reader sees half of it; other users may not read it. */
async function replace(path: string, text: string): Promise<void> {
  const part = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(part, text, { mode: 0o600, createNew: true });
  await Deno.rename(part, path);
}

async function certificateAt(path: string): Promise<X509Certificate | null> {
  try {
    return new X509Certificate(await Deno.readTextFile(path));
  } catch {
    return null;
  }
}

function addressesOf(certificate: X509Certificate | null): readonly string[] {
  const named = certificate?.subjectAltName ?? "";
  return [...named.matchAll(/IP Address:(\d+(?:\.\d+){3})/g)].map(([, ip = ""]) => ip);
}

/** True if a certificate is in date for another day and names every address (RFC 5280 §4.2.1.6). */
export function covers(pem: string, { ips, names }: Addresses, now: Date): boolean {
  try {
    const certificate = new X509Certificate(pem);
    const from = Date.parse(certificate.validFrom);
    const until = Date.parse(certificate.validTo);
    return from <= now.getTime() && until > now.getTime() + DAY_MS &&
      ips.every((ip) => certificate.checkIP(ip) !== undefined) &&
      names.every((name) => certificate.checkHost(name) !== undefined);
  } catch {
    return false;
  }
}

async function make({ ips, names }: Addresses, now: Date): Promise<Identity> {
  const { generate } = await import("selfsigned");
  const { cert, private: key } = await generate([{ name: "commonName", value: SUBJECT }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + (VALIDITY_DAYS - 1) * DAY_MS),
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

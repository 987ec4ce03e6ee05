import { generate } from "selfsigned";

/** A certificate, its key, and the authority that signed it, in PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
  readonly authority: string;
}

const DAY_MS = 86_400_000;
const common = (value: string) => [{ name: "commonName", value }];
const kind = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/** A name or an IPv4 address (RFC 5280 §4.2.1.6). */
function alternative(value: string) {
  return /^[\d.]+$/.test(value) ? { type: 7 as const, ip: value } : { type: 2 as const, value };
}

/** A certificate for these names from a test authority, good from yesterday until `days` from now. */
export async function certified(names: readonly string[], days = 30): Promise<Certified> {
  const now = Date.now();
  const root = await generate(common("Test authority"), {
    ...kind,
    notBeforeDate: new Date(now - 60 * DAY_MS),
    notAfterDate: new Date(now + 60 * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const { cert, private: key } = await generate(common("Visavis test"), {
    ...kind,
    notBeforeDate: new Date(now - 50 * DAY_MS),
    notAfterDate: new Date(now + days * DAY_MS),
    ca: { cert: root.cert, key: root.private },
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: names.map(alternative) },
    ],
  });
  return { cert, key, authority: root.cert };
}

/** The same as files, in a folder of its own that goes away with it. */
export async function certifiedFiles(names: readonly string[], days?: number) {
  const made = await certified(names, days);
  const folder = await Deno.makeTempDir();
  const files = { cert: `${folder}/cert.pem`, key: `${folder}/key.pem`, ca: `${folder}/ca.pem` };
  await Deno.writeTextFile(files.cert, made.cert);
  await Deno.writeTextFile(files.key, made.key);
  await Deno.writeTextFile(files.ca, made.authority);
  const dispose = () => Deno.remove(folder, { recursive: true });
  return { ...made, files, [Symbol.asyncDispose]: dispose };
}

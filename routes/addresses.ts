import { renderUnicodeCompact } from "uqr";

/** Where this machine can be reached on its own network. */
export interface Addresses {
  /** To be printed: IPv4 first, as people can type it. */
  readonly ips: readonly string[];
  /** Host names that resolve here, `localhost` among them. */
  readonly names: readonly string[];
}

/** What of `Deno` is asked. */
export type Machine = Pick<typeof Deno, "networkInterfaces" | "hostname">;

/** The addresses of all interfaces, without link-local ones: browsers take no zone (RFC 6874). */
export function localAddresses(machine: Machine): Addresses {
  const interfaces = machine.networkInterfaces().filter(({ address, family }) =>
    family === "IPv4" ? !address.startsWith("169.254.") : !/^fe[89ab]/i.test(address)
  );
  const ips = interfaces
    .toSorted((a, b) => a.family < b.family ? -1 : a.family > b.family ? 1 : 0)
    .map(({ address }) => address);
  const host = machine.hostname().toLowerCase();
  // Phones find `name.local` by multicast DNS (RFC 6762).
  const local = /^[a-z0-9-]+$/.test(host) ? [host, `${host}.local`] : host ? [host] : [];
  return { ips: [...new Set(ips)], names: [...new Set(["localhost", ...local])] };
}

/** What a listener is reached by, best first: what a phone can open comes before this machine. */
export function links(
  addresses: Addresses,
  scheme: string,
  listening: { readonly hostname: string; readonly port: number },
): readonly string[] {
  const everywhere = listening.hostname === "0.0.0.0" || listening.hostname === "::";
  const hosts = everywhere
    ? addresses.ips.filter((ip) => listening.hostname === "::" || !ip.includes(":"))
    : [listening.hostname];
  const others = hosts.filter((ip) => !isLoopback(ip));
  return [...others, ...hosts.filter(isLoopback)].map((host) =>
    `${scheme}://${host.includes(":") ? `[${host}]` : host}:${listening.port}/`
  );
}

/** The addresses as a person reads them, with a QR code of the first for phones. */
export function announcement(addresses: readonly string[], phones: boolean): string {
  const [first, ...others] = addresses;
  const lines = [`Visavis  ${first}`, ...others.map((address) => `         ${address}`)];
  if (phones && first) lines.push("", renderUnicodeCompact(first, { border: 2 }));
  return lines.join("\n");
}

function isLoopback(ip: string): boolean {
  return ip.startsWith("127.") || ip === "::1" || ip === "localhost";
}

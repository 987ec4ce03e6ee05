import { renderUnicodeCompact } from "uqr";

/** Addresses and names of this machine on its own network. */
export interface Addresses {
  /** Best first: what a phone in the same network reaches, then what only some reach, then itself. */
  readonly ips: readonly string[];
  /** Host names that resolve here, `localhost` among them. */
  readonly names: readonly string[];
}

/** Slice of `Deno` that names the machine and its addresses. */
export type Machine = Pick<typeof Deno, "networkInterfaces" | "hostname">;

/** Interfaces that lead to containers, virtual machines or tunnels, and to no phone on the LAN. */
const VIRTUAL =
  /^(?:docker|br-|veth|virbr|vmnet|vmenet|vboxnet|podman|cni|flannel|cali|lxc|lxd|incus|bridge\d|tun|tap|utun|wg|zt|tailscale|ppp|ipsec|gre|sit|dummy|awdl|llw|vethernet|virtualbox|vmware|hyper-v)/i;
/** RFC 1918: what routers at home and in offices give to machines and phones. */
const PRIVATE = /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)/;

/** The addresses of all interfaces, without link-local ones: browsers take no zone (RFC 6874). */
export function localAddresses(machine: Machine): Addresses {
  const interfaces = machine.networkInterfaces().filter(({ address, family }) =>
    family === "IPv4" ? !address.startsWith("169.254.") : !/^fe[89ab]/i.test(address)
  );
  const ips = interfaces.toSorted((a, b) => rank(a) - rank(b)).map(({ address }) => address);
  const host = machine.hostname().toLowerCase();
  // Phones find `name.local` by multicast DNS (RFC 6762).
  const local = /^[a-z0-9-]+$/.test(host) ? [host, `${host}.local`] : host ? [host] : [];
  return { ips: [...new Set(ips)], names: [...new Set(["localhost", ...local])] };
}

/** Smaller for what a phone more likely reaches. */
function rank({ name, address, family }: Deno.NetworkInterfaceInfo): number {
  const version = family === "IPv4" ? 0 : 1;
  if (isLoopback(address)) return 6 + version;
  if (VIRTUAL.test(name)) return 4 + version;
  if (version === 1) return 2;
  return PRIVATE.test(address) ? 0 : 1;
}

/** The part of the addresses that a listener on `hostname` answers; IPv4 first. */
export function servedAt({ ips, names }: Addresses, hostname: string): Addresses {
  if (hostname === "0.0.0.0") return { ips: ips.filter((ip) => !ip.includes(":")), names };
  return { ips: hostname === "::" ? ips : [hostname], names };
}

/** Links to a listener, best first: what a phone can open comes before this machine. */
export function links(
  addresses: Addresses,
  scheme: string,
  listening: { readonly hostname: string; readonly port: number },
): readonly string[] {
  return servedAt(addresses, listening.hostname).ips.map((host) =>
    `${scheme}://${host.includes(":") ? `[${host}]` : host}:${listening.port}/`
  );
}

/** The addresses as a person reads them, with a QR code of the first when phones can reach it. */
export function announcement(addresses: readonly string[], phones: boolean): string {
  const [first, ...others] = addresses;
  const lines = [`Visavis  ${first}`, ...others.map((address) => `         ${address}`)];
  if (!phones || !first) return lines.join("\n");
  if (!isLoopback(new URL(first).hostname.replace(/^\[|\]$/g, ""))) {
    return [...lines, "", renderUnicodeCompact(first, { border: 2 })].join("\n");
  }
  lines.push("", "No phone can reach this machine: it has no IPv4 address in a network.");
  return [...lines, "HOST=:: serves its IPv6 addresses, when it has any."].join("\n");
}

function isLoopback(ip: string): boolean {
  return ip.startsWith("127.") || ip === "::1" || ip === "localhost";
}

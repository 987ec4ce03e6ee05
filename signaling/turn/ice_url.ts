import { isIPv6 } from "node:net";

/**
 * Ports that Firefox's RTCPeerConnection refuses: the "bad ports" of the Fetch standard (§2.9). It
 * takes 53, which Chromium lets no packet pass to.
 */
// deno-fmt-ignore
const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10080,
]);

/**
 * Why an RTCPeerConnection somewhere throws at a URL of an ICE server, or null when none does: the
 * forms of RFC 7064 and RFC 7065, less what Chromium or Firefox does not take. One such URL costs
 * the page every other one, as the constructor takes all of them or none (W3C WebRTC §4.4.1.6).
 */
export function whyRefused(url: string): string | null {
  const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/is.exec(url) ?? [];
  if (/^stuns$/i.test(scheme)) return "Firefox knows no stuns:";
  if (!/^(?:stun|turns?)$/i.test(scheme)) return "it is no stun:, turn: or turns: URL";
  if (rest.startsWith("//")) return "there is no // before the host";
  if (rest.includes("@")) return "a name and password go into settings of their own";
  const [place = "", query, ...more] = rest.split("?");
  if (query !== undefined && /^stun$/i.test(scheme)) return "stun: takes no ?transport";
  if (query !== undefined && (more.length > 0 || !/^transport=(?:udp|tcp)$/.test(query))) {
    return "after the ? only transport=udp or transport=tcp may stand";
  }
  const [, host = "", port] = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/.exec(place) ?? [];
  if (!isHost(host)) return "host name or address are malformed; IPv6 stands in [ ]";
  if (port === undefined) return null;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) return "the port must be a number from 1 to 65535";
  return BLOCKED_PORTS.has(number) ? `browsers block port ${number}` : null;
}

function isHost(host: string): boolean {
  if (host.startsWith("[")) return isIPv6(host.slice(1, -1)) && !host.includes("%");
  // The parser knows that a name which ends in a number is an IPv4 address, or nothing.
  return /^[\p{L}\p{N}._-]{1,253}$/u.test(host) && URL.canParse(`http://${host}/`);
}

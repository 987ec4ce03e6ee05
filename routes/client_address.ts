import { parseAddress, type Range, within } from "../signaling/ip_address.ts";

/**
 * Address of the client, for limits by address: the peer, or the one that trusted proxies name for
 * it. When two headers name two clients, one of them is the client's own, and it is not known which:
 * such requests count as the proxy's.
 */
export function sourceOf(peer: string, headers: Headers, trusted: readonly Range[]): string {
  if (trusted.length === 0 || !isTrusted(peer, trusted)) return peer;
  const [plain, standard] = [headers.get("x-forwarded-for"), headers.get("forwarded")];
  const named = plain === null ? null : furthest(peer, plain.split(","), trusted);
  if (standard === null) return named?.address ?? peer;
  const other = furthest(peer, standard.split(",").map(forNode), trusted);
  // An element without a usable `for` says nothing of the client, so it contradicts nothing.
  if (named === null || named.address === other.address) return other.address;
  return other.known ? peer : named.address;
}

/** The furthest address of a chain, and whether the chain names the client at all. */
interface Furthest {
  readonly address: string;
  readonly known: boolean;
}

/** From the right, where the nearest proxy wrote, to the first that no trusted proxy names. */
function furthest(peer: string, names: readonly string[], trusted: readonly Range[]): Furthest {
  let address = peer;
  for (const name of names.toReversed()) {
    const next = bare(name.trim());
    if (parseAddress(next) === null) return { address, known: false };
    address = next;
    if (!isTrusted(address, trusted)) break;
  }
  return { address, known: true };
}

/** The address in one element of `Forwarded`, as in `for="[2001:db8::1]:4711"` (RFC 7239 §6). */
function forNode(element: string): string {
  const [, quoted, plain] = /(?:^|;)\s*for=(?:"([^"]*)"|([^;\s]*))/i.exec(element) ?? [];
  return quoted ?? plain ?? "";
}

/** Without brackets and port, which some proxies write. */
function bare(node: string): string {
  return /^\[([^\]]*)\]/.exec(node)?.[1] ?? node.replace(/^([\d.]+):\d+$/, "$1");
}

function isTrusted(address: string, trusted: readonly Range[]): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && within(parsed, trusted);
}

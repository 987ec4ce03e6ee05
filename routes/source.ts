import { parseAddress, type Range, within } from "../signaling/address.ts";

/**
 * Who asks, for limits by address: the peer, or whom trusted proxies name for it. Null when two
 * headers contradict each other: one of them is the client's own, and nobody can say which.
 */
export function sourceOf(
  peer: string,
  headers: Headers,
  trusted: readonly Range[],
): string | null {
  if (trusted.length === 0 || !isTrusted(peer, trusted)) return peer;
  const [plain, standard] = [headers.get("x-forwarded-for"), headers.get("forwarded")];
  const named = plain === null ? null : furthest(peer, plain.split(","), trusted);
  if (standard === null) return named ?? peer;
  const other = furthest(peer, standard.split(",").map(forNode), trusted);
  return named === null || named === other ? other : null;
}

/** From the right, where the nearest proxy wrote, to the first whom nobody vouches for. */
function furthest(peer: string, names: readonly string[], trusted: readonly Range[]): string {
  let source = peer;
  for (const name of names.toReversed()) {
    const address = bare(name.trim());
    if (parseAddress(address) === null) break;
    source = address;
    if (!isTrusted(address, trusted)) break;
  }
  return source;
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

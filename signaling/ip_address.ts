/** A range of addresses: those that begin with the first `bits` of `base`. */
export interface Range {
  readonly base: bigint;
  readonly bits: number;
}

/**
 * An address as a number of 128 bits, IPv4 as IPv6 has it (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2);
 * null for what is none.
 */
export function parseAddress(text: string): bigint | null {
  const four = parseFour(text);
  if (four !== null) return 0xffff_0000_0000n | four;
  const at = text.lastIndexOf(":");
  const tail = parseFour(text.slice(at + 1));
  const groups = tail === null
    ? text
    : `${text.slice(0, at + 1)}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const [head = "", rest, more] = groups.split("::");
  if (more !== undefined) return null;
  const split = (part: string) => part === "" ? [] : part.split(":");
  const [before, after] = [split(head), split(rest ?? "")];
  const missing = 8 - before.length - after.length;
  if (rest === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...before, ...new Array<string>(missing).fill("0"), ...after];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return all.reduce((sum, group) => sum << 16n | BigInt(`0x${group}`), 0n);
}

function parseFour(text: string): bigint | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => sum << 8n | BigInt(part), 0n);
}

/** An address, or a range in the notation of RFC 4632 §3.1; null for what is neither. */
export function parseRange(text: string): Range | null {
  const [address = "", length, more] = text.split("/");
  const base = parseAddress(address);
  if (base === null || more !== undefined) return null;
  if (length === undefined) return { base, bits: 128 };
  const width = address.includes(":") ? 128 : 32;
  if (!/^\d{1,3}$/.test(length) || Number(length) > width) return null;
  return { base, bits: Number(length) + 128 - width };
}

/** True if an address lies in one of these ranges. */
export function within(address: bigint, ranges: readonly Range[]): boolean {
  return ranges.some(({ base, bits }) => (address ^ base) >> BigInt(128 - bits) === 0n);
}

const LOOPBACK: readonly Range[] = [
  { base: 0xffff_7f00_0000n, bits: 104 },
  { base: 1n, bits: 128 },
];

/** True if an address is this machine's own (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopback(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && within(parsed, LOOPBACK);
}

/** Network that counts as one source: an IPv4 address, an IPv6 /64, or all that is no address. */
export function network(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return "";
  return (parsed >> 32n === 0xffffn ? parsed : parsed >> 64n).toString(36);
}

import { createHash, createHmac, randomBytes } from "node:crypto";

/** STUN methods with the class in them (RFC 8489 §5, RFC 8656 §17, RFC 6062 §6.1). */
export const TYPE = {
  binding: 0x0001,
  allocate: 0x0003,
  refresh: 0x0004,
  permission: 0x0008,
  channel: 0x0009,
  connect: 0x000a,
} as const;

/** The attributes that probes use. */
export const ATTR = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  channel: 0x000c,
  lifetime: 0x000d,
  peer: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  relayed: 0x0016,
  family: 0x0017,
  transport: 0x0019,
  software: 0x8022,
} as const;

/** An attribute and its value. */
export type Attribute = readonly [type: number, value: Uint8Array];

/** Long-term credential that signs a message (RFC 8489 §9.2). */
export interface Key {
  readonly username: string;
  readonly credential: string;
  readonly realm: string;
  readonly nonce: Uint8Array;
}

/** A message that came. */
export interface Message {
  readonly type: number;
  /** The transaction that it answers. */
  readonly id: Uint8Array;
  readonly attributes: ReadonlyMap<number, Uint8Array>;
  /** The error's number, or 0 for a success. */
  readonly code: number;
}

const COOKIE = [0x21, 0x12, 0xa4, 0x42];

function header(type: number, length: number, id: Uint8Array): number[] {
  return [type >> 8, type & 255, length >> 8, length & 255, ...COOKIE, ...id];
}

function coded([type, value]: Attribute): number[] {
  const padding = new Array((4 - value.length % 4) % 4).fill(0);
  return [type >> 8, type & 255, value.length >> 8, value.length & 255, ...value, ...padding];
}

/** The bytes of a request, signed when there is a key (long-term credentials, RFC 8489 §9.2). */
export function request(
  type: number,
  attributes: readonly Attribute[],
  key?: Key,
  id: Uint8Array = randomBytes(12),
): Uint8Array {
  const text = (value: string) => new TextEncoder().encode(value);
  const all: Attribute[] = [...attributes];
  if (!key) {
    const body = all.flatMap(coded);
    return Uint8Array.from([...header(type, body.length, id), ...body]);
  }
  const { username, credential, realm, nonce } = key;
  all.push([ATTR.username, text(username)], [ATTR.realm, text(realm)], [ATTR.nonce, nonce]);
  const body = all.flatMap(coded);
  const signed = Uint8Array.from([...header(type, body.length + 24, id), ...body]);
  const secret = createHash("md5").update(`${username}:${realm}:${credential}`).digest();
  const integrity = createHmac("sha1", secret).update(signed).digest();
  return Uint8Array.from([...signed, ...coded([ATTR.integrity, integrity])]);
}

/** True when bytes cannot be the beginning of a message: the cookie is missing (RFC 8489 §5). */
export function foreign(bytes: Uint8Array): boolean {
  return COOKIE.some((byte, at) => bytes.length > at + 4 && bytes[at + 4] !== byte);
}

/** Reads a message, or null when the bytes are not all there. */
export function parse(bytes: Uint8Array): Message | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20 || bytes.length < 20 + view.getUint16(2)) return null;
  const attributes = new Map<number, Uint8Array>();
  for (let at = 20; at + 4 <= 20 + view.getUint16(2);) {
    const size = view.getUint16(at + 2);
    attributes.set(view.getUint16(at), bytes.slice(at + 4, at + 4 + size));
    at += 4 + size + (4 - size % 4) % 4;
  }
  const [, , hundreds = 0, rest = 0] = attributes.get(ATTR.error) ?? [];
  return {
    type: view.getUint16(0),
    id: bytes.slice(8, 20),
    attributes,
    code: hundreds * 100 + rest,
  };
}

/** XOR-PEER-ADDRESS (RFC 8489 §14.2); an address with a colon is IPv6, and masked by the id. */
export function peer(address: string, port: number, id: Uint8Array): Uint8Array {
  const six = address.includes(":");
  const mask = [...COOKIE, ...id];
  const bytes = six ? sixteen(address) : address.split(".").map(Number);
  const masked = bytes.map((byte, at) => byte ^ (mask[at] ?? 0));
  return Uint8Array.from([0, six ? 2 : 1, (port >> 8) ^ 0x21, (port & 255) ^ 0x12, ...masked]);
}

/** The IPv4 address in an XOR-MAPPED-ADDRESS or XOR-RELAYED-ADDRESS; null for IPv6 and others. */
export function ipv4(value: Uint8Array | undefined): string | null {
  if (value?.length !== 8 || value[1] !== 1) return null;
  return [...value.slice(4)].map((byte, at) => byte ^ (COOKIE[at] ?? 0)).join(".");
}

function sixteen(address: string): number[] {
  const four = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = four
    ? address.slice(0, four.index) +
      [[four[1], four[2]], [four[3], four[4]]]
        .map(([high, low]) => (Number(high) * 256 + Number(low)).toString(16)).join(":")
    : address;
  const [head = "", tail] = hex.split("::");
  const groups = (part: string) => part === "" ? [] : part.split(":").map((g) => parseInt(g, 16));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = new Array(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 255]);
}

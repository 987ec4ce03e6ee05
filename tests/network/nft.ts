import { sh } from "../harness/sh.ts";

/** A fault of the network of this namespace, until it is disposed of. */
export interface Fault extends AsyncDisposable {
  /** Packets that it has swallowed so far. */
  dropped(): Promise<number>;
}

const TABLE = "inet visavis";
let number = 0;

/** Only what is meant to break: tests of the network run in a namespace of their own. */
if (Deno.env.get("VISAVIS_NAMESPACE") !== "1") {
  throw new Error("these tests break the network: run them by deno task test network");
}

/** Drops every UDP packet. */
export function blackhole(): Promise<Fault> {
  return drop("meta l4proto udp");
}

/** Drops every UDP packet but those that this user sends. */
export function noUdpBut(user: string): Promise<Fault> {
  return drop(`meta l4proto udp meta skuid != "${user}"`, "output");
}

/** Drops every UDP datagram that carries more than so many bytes. */
export function narrow(bytes: number): Promise<Fault> {
  return drop(`udp length > ${bytes + 8}`);
}

/** Drops every packet of DTLS, by its first byte (RFC 7983 §7): connectivity checks pass. */
export function noDtls(): Promise<Fault> {
  return drop("meta l4proto udp @th,64,8 20-63");
}

/** Drops what is for everybody around (RFC 1112): no name of mDNS (RFC 6762) is found. */
export function unheard(): Promise<Fault> {
  return drop("ip daddr 224.0.0.0/4 meta l4proto udp", "output");
}

/** Drops this many of a hundred UDP packets, at random. */
export function loss(percent: number): Promise<Fault> {
  return drop(`meta l4proto udp numgen random mod 100 < ${percent}`);
}

/** Drops this many of a hundred UDP packets from these ports to those, at random. */
export function lossy(
  from: readonly number[],
  to: readonly number[],
  percent: number,
): Promise<Fault> {
  const which = `udp sport { ${from.join(", ")} } udp dport { ${to.join(", ")} }`;
  return drop(`${which} numgen random mod 100 < ${percent}`);
}

/** Drops UDP from one of these ports to one of those, and not the other way. */
export function oneWay(from: readonly number[], to: readonly number[]): Promise<Fault> {
  return drop(`udp sport { ${from.join(", ")} } udp dport { ${to.join(", ")} }`);
}

/**
 * As {@link oneWay}, but only media: the first two bits after the header of 8 bytes are RTP's
 * version (RFC 7983 §7). Connectivity checks pass, and every state stays "connected".
 */
export function deaf(from: readonly number[], to: readonly number[]): Promise<Fault> {
  return drop(`udp sport { ${from.join(", ")} } udp dport { ${to.join(", ")} } @th,64,2 2`);
}

/** Each fault has a chain of its own, so that several can be had at once. */
async function drop(what: string, hook = "input"): Promise<Fault> {
  const chain = `${TABLE} fault${number++}`;
  await sh(
    "nft",
    `add table ${TABLE}; add chain ${chain} { type filter hook ${hook} priority 0; };
     add rule ${chain} ${what} counter drop`,
  );
  return {
    async dropped() {
      const rules = await sh("nft", "list", "chain", ...chain.split(" "));
      return Number(/counter packets (\d+)/.exec(rules)?.[1] ?? 0);
    },
    async [Symbol.asyncDispose]() {
      await sh("nft", `flush chain ${chain}; delete chain ${chain}`);
    },
  };
}

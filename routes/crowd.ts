/** Why no further socket is let in. */
export type Full = "too_many_from_address" | "too_many";

/** Counts sockets, in all and by address. */
export interface Crowd {
  /** Whether one more may come. */
  check(address: string): Full | null;
  /** Counts one in; the result counts it out, once. */
  enter(address: string): () => void;
}

/** Addresses share a counter with others by chance alone: one pair in {@link SLOTS} does. */
const SLOTS = 1 << 16;
const TOTAL = SLOTS;
const SEED = SLOTS + 1;

/** Memory for one crowd, which the isolates of a process may share. */
export function crowdMemory(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer((SLOTS + 2) * Int32Array.BYTES_PER_ELEMENT);
  // Unknown outside, so that nobody can choose an address that fills another's counter.
  new Int32Array(memory)[SEED] = crypto.getRandomValues(new Int32Array(1))[0] ?? 0;
  return memory;
}

/** The crowd in this memory. `perAddress` 0 means no limit by address. */
export function crowd(most: number, perAddress: number, memory = crowdMemory()): Crowd {
  const counts = new Int32Array(memory);
  const seed = Atomics.load(counts, SEED);
  return {
    check(address) {
      if (Atomics.load(counts, TOTAL) >= most) return "too_many";
      const key = network(address);
      if (perAddress > 0 && key !== null && Atomics.load(counts, slot(key, seed)) >= perAddress) {
        return "too_many_from_address";
      }
      return null;
    },
    enter(address) {
      const key = network(address);
      const places = key === null ? [TOTAL] : [TOTAL, slot(key, seed)];
      let inside = true;
      for (const place of places) Atomics.add(counts, place, 1);
      return () => {
        if (!inside) return;
        inside = false;
        for (const place of places) Atomics.sub(counts, place, 1);
      };
    },
  };
}

/** FNV-1a with a seed, folded to a slot. */
function slot(key: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}

/** What counts as one source: an IPv4 address or an IPv6 /64; null for a proxy on this machine. */
export function network(address: string): string | null {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (plain.startsWith("127.") || plain === "::1") return null;
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":").length : 0;
  while (tail !== undefined && groups.length + rest < 8) groups.push("0");
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}

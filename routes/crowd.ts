/** Why no further socket is let in. */
export type Full = "too_many_from_address" | "too_many";

/** Counts sockets, in all and by address. */
export interface Crowd {
  /** Whether one more may come. */
  check(address: string): Full | null;
  /** Counts one in; the result counts it out, once. */
  enter(address: string): () => void;
}

/** An empty crowd. `perAddress` 0 means no limit by address. */
export function crowd(most: number, perAddress: number): Crowd {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    check(address) {
      if (total >= most) return "too_many";
      const key = network(address);
      if (perAddress > 0 && key !== null && (counts.get(key) ?? 0) >= perAddress) {
        return "too_many_from_address";
      }
      return null;
    },
    enter(address) {
      const key = network(address);
      let inside = true;
      total++;
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
      return () => {
        if (!inside) return;
        inside = false;
        total--;
        if (key === null) return;
        const left = (counts.get(key) ?? 1) - 1;
        if (left > 0) counts.set(key, left);
        else counts.delete(key);
      };
    },
  };
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

import { type ConnectionLimitOptions, HOUR_MS, MINUTE_MS } from "../../signaling/rate_limit.ts";
import { isLoopback, network } from "../../signaling/ip_address.ts";
import { gcra } from "./gcra.ts";

/** Reason why no further socket is let in. */
export type Full = "too_many_from_address" | "too_many";

/** Counts sockets, in all and by address, and what addresses do. */
export interface ConnectionLimits {
  /** True when the process has as many sockets as it may have. */
  readonly full: boolean;
  /** Reason why there is no place for one more; counts nothing. */
  check(address: string): Full | null;
  /** Reason why one more may not enter this room; counts the attempt, and a room that it opens. */
  admit(address: string, room: string): Full | null;
  /** Counts one in; the result counts it out, once. */
  enter(address: string, room: string): () => void;
  /** Counts a request that was the client's fault; false when there were enough of them. */
  countFault(address: string): boolean;
}

/** Addresses share counters with others by chance alone: one pair in {@link SLOTS} does. */
const SLOTS = 1 << 16;
const TOTAL = SLOTS;
const SEED = SLOTS + 1;
/** Sockets of each room, which share counters by chance, too. */
const ROOMS = SLOTS + 2;
const COUNTS = ROOMS + SLOTS;
const CELLS = COUNTS * Int32Array.BYTES_PER_ELEMENT;
/** After the rates: when a socket was last counted into or out of each room. */
const SEEN = 3;

/**
 * Memory for the counters, which the isolates of a process may share. The seed is unknown outside, so
 * that no client can choose an address that fills another's counter.
 */
export function connectionMemory(
  seed = crypto.getRandomValues(new Int32Array(1))[0] ?? 0,
): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(
    CELLS + (SEEN + 1) * SLOTS * BigInt64Array.BYTES_PER_ELEMENT,
  );
  new Int32Array(memory, 0, COUNTS)[SEED] = seed;
  return memory;
}

/** Limits that count in this memory. A limit of 0 by address means none; `now` is in milliseconds. */
export function connectionLimits(
  limits: ConnectionLimitOptions,
  now: () => number,
  memory = connectionMemory(),
): ConnectionLimits {
  const counts = new Int32Array(memory, 0, COUNTS);
  const seed = Atomics.load(counts, SEED);
  const cells = (at: number) =>
    new BigInt64Array(memory, CELLS + at * SLOTS * BigInt64Array.BYTES_PER_ELEMENT, SLOTS);
  const joins = gcra(limits.joins, MINUTE_MS, cells(0));
  const rooms = gcra(limits.rooms, HOUR_MS, cells(1));
  const faults = gcra(limits.faults, MINUTE_MS, cells(2));
  const seen = cells(SEEN);
  // Without a proxy that names them, all clients behind one on this machine would be one.
  const placeOf = (address: string) =>
    limits.loopbackFree && isLoopback(address) ? null : slot(network(address), seed);

  function check(place: number | null): Full | null {
    const total = Atomics.load(counts, TOTAL);
    if (total >= limits.sockets) return "too_many";
    if (place === null || limits.perAddress === 0) return null;
    // Where many want in, one address gets less; open sockets stay.
    const share = total * 2 < limits.sockets ? limits.perAddress : limits.perAddress / 4;
    return Atomics.load(counts, place) >= share ? "too_many_from_address" : null;
  }

  /** Counts a socket of an address in a room, or counts it out. */
  function count(own: number | null, place: number, by: 1 | -1): void {
    for (const at of [TOTAL, ROOMS + place]) Atomics.add(counts, at, by);
    if (own !== null) Atomics.add(counts, own, by);
    Atomics.store(seen, place, BigInt(Math.round(now())));
  }

  /**
   * True if no socket is in the room, at any isolate, nor was within the hour: a room whose people all
   * lost their Wi-Fi is opened once.
   */
  function opens(place: number, time: number): boolean {
    if (Atomics.load(counts, ROOMS + place) > 0) return false;
    const ago = time - Number(Atomics.load(seen, place));
    return ago >= HOUR_MS || ago < 0;
  }

  return {
    get full() {
      return Atomics.load(counts, TOTAL) >= limits.sockets;
    },
    check: (address) => check(placeOf(address)),
    admit(address, room) {
      const place = placeOf(address);
      const full = check(place);
      if (full || place === null) return full;
      const time = now();
      const allowed = joins.take(place, time) &&
        (!opens(slot(room, seed), time) || rooms.take(place, time));
      return allowed ? null : "too_many_from_address";
    },
    enter(address, room) {
      const [own, place] = [placeOf(address), slot(room, seed)];
      let inside = true;
      count(own, place, 1);
      return () => {
        if (!inside) return;
        inside = false;
        count(own, place, -1);
      };
    },
    countFault(address) {
      const place = placeOf(address);
      return place === null || faults.take(place, now());
    },
  };
}

/** FNV-1a with a seed, folded to a slot. */
function slot(key: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}

import { PER_SOCKET } from "../protocol/limits.ts";

/** A token bucket: the tokens in it, and when they were counted (ms). One of a few for each socket. */
export interface Bucket {
  level: number;
  filled: number;
}

/** Tokens that come in a second, and those that are saved at most. */
export interface Flow {
  readonly rate: number;
  readonly burst: number;
}

/** Takes `cost` tokens at time `now` (ms); false, and takes none, when there are not enough. */
export function take(bucket: Bucket, { rate, burst }: Flow, cost: number, now: number): boolean {
  const { level, filled } = bucket;
  bucket.level = Math.min(burst, level + Math.max(0, now - filled) * rate / 1000);
  bucket.filled = now;
  if (cost > bucket.level) return false;
  bucket.level -= cost;
  return true;
}

/** Counts events of the last milliseconds. */
export interface Window {
  /** Counts one more at `now` and says how many there are. */
  add(now: number): number;
}

/** A sliding window that remembers no more than `limit` events. */
export function slidingWindow(spanMs: number, limit: number): Window {
  const times: number[] = [];
  return {
    add(now) {
      // What a clock that was set back has left in the future is of no span.
      while (times[0] !== undefined && (times[0] <= now - spanMs || times[0] > now)) times.shift();
      times.push(now);
      if (times.length > limit) times.shift();
      return times.length;
    },
  };
}

/** So many in any span of time. */
export interface Quota {
  /** Counts one at `now` (ms); false, and it does not count, when there were enough. */
  take(now: number): boolean;
}

/** At most `limit` in any `spanMs`. */
export function quota(limit: number, spanMs: number): Quota {
  const times: number[] = [];
  return {
    take(now) {
      // A clock that was set back locks no client out.
      while (times[0] !== undefined && (times[0] <= now - spanMs || times[0] > now)) times.shift();
      return times.length < limit && times.push(now) > 0;
    },
  };
}

/** Limits of one socket; protocol/limits.ts says each. */
export type Limits = { readonly [K in keyof typeof PER_SOCKET]: number };

/** Limits of one socket unless the configuration says otherwise. */
export const LIMITS: Limits = PER_SOCKET;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** Limits of all sockets, of one room and of one address; 0 by address: no limit. */
export interface ConnectionLimitOptions {
  /** Sockets in all. */
  readonly sockets: number;
  readonly perAddress: number;
  /** Viewers of one room. */
  readonly viewers: number;
  /** A minute. */
  readonly joins: number;
  /** An hour. */
  readonly rooms: number;
  /** A minute. */
  readonly faults: number;
  /** Exempts loopback from the limits by address: a proxy that names no clients may be there. */
  readonly loopbackFree: boolean;
}

/** So many for each key in any span that begins with one of them. */
export interface Tally {
  /** Counts one for `key` at `now` (ms); false, and it does not count, when there were enough. */
  take(key: string, now: number): boolean;
}

/** At most `limit` for each of at most `keys` keys in `spanMs`. */
export function tally(limit: number, keys: number, spanMs: number): Tally {
  const counts = new Map<string, number>();
  let began = -Infinity;
  return {
    take(key, now) {
      if (now >= began + spanMs || now < began) {
        counts.clear();
        began = now;
      }
      const count = counts.get(key) ?? 0;
      // A key that is not remembered cannot be limited, so the number of keys is bounded.
      if (count >= limit || (count === 0 && counts.size >= keys)) return false;
      counts.set(key, count + 1);
      return true;
    },
  };
}

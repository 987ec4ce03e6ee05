/** A token bucket: `rate` tokens a second, at most `burst` saved up. */
export interface Bucket {
  /** Takes `cost` tokens at time `now` (ms); false, and takes none, when there are not enough. */
  take(cost: number, now: number): boolean;
}

/** A full bucket. */
export function bucket(rate: number, burst: number, start: number): Bucket {
  let level = burst;
  let filled = start;
  return {
    take(cost, now) {
      level = Math.min(burst, level + Math.max(0, now - filled) * rate / 1000);
      filled = now;
      if (cost > level) return false;
      level -= cost;
      return true;
    },
  };
}

/** Counts events of the last `span` milliseconds. */
export interface Window {
  /** Counts one more at `now` and says how many there are. */
  add(now: number): number;
}

/** A sliding window that remembers no more than `most` events. */
export function slidingWindow(span: number, most: number): Window {
  const times: number[] = [];
  return {
    add(now) {
      times.push(now);
      if (times.length > most) times.shift();
      while (times[0] !== undefined && times[0] <= now - span) times.shift();
      return times.length;
    },
  };
}

/** So many in any span of time. */
export interface Quota {
  /** Counts one at `now` (ms); false, and it does not count, when there were enough. */
  take(now: number): boolean;
}

/** At most `most` in any `span` milliseconds. */
export function quota(most: number, span: number): Quota {
  const times: number[] = [];
  return {
    take(now) {
      // A clock that was set back is not to lock anybody out.
      while (times[0] !== undefined && (times[0] <= now - span || times[0] > now)) times.shift();
      return times.length < most && times.push(now) > 0;
    },
  };
}

/** What one socket may do. */
export interface Limits {
  /** Messages a second. */
  readonly messages: number;
  /** Messages at once. */
  readonly burst: number;
  /** Bytes a second; twice as many at once. */
  readonly bytes: number;
  /** Bytes that may wait for a slow reader. */
  readonly buffered: number;
  /** Malformed messages within a minute, the last of which closes the socket. */
  readonly malformed: number;
  /** Times a minute that a page may ask for ICE servers. */
  readonly ices: number;
  /** Reports of a page in a minute. */
  readonly reports: number;
  /** Seconds between two beats of a page. */
  readonly beat: number;
  /** Seconds without a frame after which a page that has beaten before is away. */
  readonly away: number;
  /** Seconds without a frame after which its socket is closed. */
  readonly silent: number;
  /** Seconds that the seat of a lost socket is kept. */
  readonly lost: number;
}

/** What a socket may do unless the configuration says otherwise; PROTOCOL.md has the answers. */
export const LIMITS: Limits = {
  messages: 60,
  burst: 200,
  bytes: 256 * 1024,
  buffered: 1024 * 1024,
  malformed: 3,
  ices: 6,
  reports: 20,
  beat: 5,
  away: 20,
  silent: 33,
  lost: 15,
};
